using Attesto.Clients;
using Attesto.Events;
using Attesto.SenderConstraints;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.Issuing;

/// <summary>The token endpoint (RFC 6749 §3.2).</summary>
/// <param name="clients">Authenticates the client.</param>
/// <param name="holderOfKey">What goes before a failed authentication.</param>
/// <param name="constraints">Verifies proofs and certificates.</param>
/// <param name="grants">The grants on offer.</param>
/// <param name="services">What the requested grant is made of.</param>
/// <param name="options">The realm.</param>
/// <param name="logger">The one place where a refusal is logged.</param>
internal sealed partial class TokenService(
    ClientAuthenticator clients,
    HolderOfKeyHint holderOfKey,
    ISenderConstraints constraints,
    OfferedGrants grants,
    IServiceProvider services,
    IOptions<AttestoOptions> options,
    ILogger<TokenService> logger)
{
    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>The tokens, or the refusal, with the events of either.</returns>
    public async Task<Outcome<TokenResponse>> HandleAsync(OAuthRequest request, CancellationToken cancellationToken)
    {
        var outcome = await Guard.RunAsync(() => AnswerAsync(request, cancellationToken), logger, cancellationToken);
        if (outcome.Answer.TryGet(out _, out var error))
        {
            return outcome;
        }

        return outcome with { Events = outcome.Events.Add(Denied(request, error)) };
    }

    /// <summary>Says that a request was refused, here or before it came here.</summary>
    /// <param name="request">The request.</param>
    /// <param name="error">Why.</param>
    /// <returns>The event.</returns>
    public ServerEvent Denied(OAuthRequest request, OAuthError error)
    {
        LogDenied(logger, error.Code, error.Description, error.Fault);
        return TokenEvents.Denied(request, error, options.Value);
    }

    private async Task<Outcome<TokenResponse>> AnswerAsync(OAuthRequest request, CancellationToken cancellationToken)
    {
        if (!(await clients.AuthenticateAsync(request, allowPublic: true, cancellationToken)).TryGet(out var client, out var error))
        {
            return await holderOfKey.FindAsync(request, cancellationToken) ?? error;
        }

        var grantType = request.Parameters[Parameters.GrantType];
        var grant = grantType is null ? null : grants.Find(grantType);
        if (grant is null)
        {
            return grantType is null
                ? OAuthError.InvalidRequest("grant_type is missing")
                : new OAuthError(ErrorCodes.UnsupportedGrantType, "the grant type is not supported");
        }

        if (FindRefusal(grant, request, client) is { } refusal)
        {
            return refusal;
        }

        return (await constraints.ResolveAsync(request, client.Client, request.Url, cancellationToken)).TryGet(out var constraint, out error)
            ? await grant.Open(services).RedeemAsync(new TokenRequest(client, request.Parameters, constraint) { ClientIp = request.ClientIp }, cancellationToken)
            : error;
    }

    private OAuthError? FindRefusal(GrantDescriptor grant, OAuthRequest request, AuthenticatedClient client) =>
        grant.NeedsConfidentialClient && client.Method is AuthenticationMethods.None
            ? ClientAuthenticationError.ForResponse(ClientAuthenticationError.Failed(ClientFault.NeedsCredential), request, options.Value.ClientAuthentication.Realm)
        : !client.Client.MayUse(grant.GrantType)
            ? new OAuthError(ErrorCodes.UnauthorizedClient, "the client may not use this grant type")
        : null;

    [LoggerMessage(2002, LogLevel.Debug, "Token request refused: {Code} ({Description}), cause {Fault}.")]
    private static partial void LogDenied(ILogger logger, string code, string? description, Enum? fault);
}
