using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.Issuing;

/// <summary>Gathers what an ID token says, and remembers the session for back-channel logout.</summary>
/// <param name="idTokens">Signs ID tokens.</param>
/// <param name="options">Whether logout is on.</param>
/// <param name="clock">The present.</param>
/// <param name="logger">Told when a session could not be remembered.</param>
/// <param name="claims">The host's own claims, if it has any.</param>
/// <param name="sessions">Where sessions are remembered, if anywhere.</param>
internal sealed partial class IdTokenComposer(
    IdTokenIssuer idTokens,
    IOptions<AttestoOptions> options,
    TimeProvider clock,
    ILogger<IdTokenComposer> logger,
    IClaimsPolicy? claims = null,
    ILogoutSessionStore? sessions = null)
{
    /// <summary>Composes and signs one.</summary>
    /// <param name="approved">What the host approved; it has an authorization.</param>
    /// <param name="accessToken">The access token beside it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The ID token, or the refusal.</returns>
    internal async Task<Result<string>> ComposeAsync(ApprovedIssuance approved, string accessToken, CancellationToken cancellationToken)
    {
        var (client, authorization) = (approved.Request.Client.Client, approved.Issuance.Authorization!);
        var asked = new ClaimsContext
        {
            Client = client,
            Subject = approved.Principal.Subject,
            Scope = approved.Scope,
            Requested = RequestedClaims.Parse(authorization.Claims),
            HostSubject = authorization.Subject,
        };
        return await idTokens.IssueAsync(
            new IdTokenRequest
            {
                Client = client,
                Subject = approved.ToldSubject,
                Nonce = approved.Issuance.Nonce,
                AuthTime = authorization.AuthTime,
                Acr = authorization.Acr,
                Amr = authorization.Amr,
                SessionId = options.Value.Logout.Enabled ? authorization.SessionId : null, // it serves sign-out only
                AccessToken = accessToken,
                Code = approved.Issuance.Code,
                Claims = claims is null ? null : await AskedClaims.GatherAsync(claims, asked, options.Value, cancellationToken),
            },
            cancellationToken);
    }

    /// <summary>Remembers the session of an ID token, once the grant that it came with is stored.</summary>
    /// <param name="approved">What the host approved.</param>
    internal async Task RememberAsync(ApprovedIssuance approved)
    {
        var (client, sessionId) = (approved.Request.Client.Client, approved.Issuance.Authorization!.SessionId);

        // Without a sid the session ends with its subject; a client that insists on one could make nothing of the notice.
        if (sessions is null || !options.Value.Logout.Enabled || client.BackchannelLogoutUri is null || (sessionId is null && client.BackchannelLogoutSessionRequired))
        {
            return;
        }

        // A session that cannot be remembered must not cost the person the sign-in.
        try
        {
            // Whoever can still refresh is still signed in at its client.
            var (session, refresh) = (options.Value.Logout.SessionLifetime, options.Value.RefreshTokens.Lifetime);
            var until = clock.GetUtcNow() + (session > refresh ? session : refresh);
            var remembered = new LogoutSession(client.Id, approved.Principal.Subject, sessionId, until) { HostSubject = approved.Issuance.Authorization.Subject };
            await sessions.AddAsync(remembered, CancellationToken.None);
        }
        catch (Exception exception)
        {
            LogForgotten(logger, exception, client.Id);
        }
    }

    [LoggerMessage(2001, LogLevel.Error, "The session of client {ClientId} could not be remembered; it will not hear of its end.")]
    private static partial void LogForgotten(ILogger logger, Exception exception, string clientId);
}
