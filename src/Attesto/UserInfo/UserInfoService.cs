using System.Text.Json.Nodes;
using Attesto.Events;
using Attesto.Issuing;
using Attesto.ResourceServer;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.UserInfo;

/// <summary>The UserInfo endpoint (OpenID Connect Core §5.3).</summary>
/// <param name="tokens">Authenticates the request by its access token.</param>
/// <param name="clients">Where the token's client is looked up.</param>
/// <param name="subjects">Whom a token with a pairwise <c>sub</c> is about.</param>
/// <param name="signer">Signs the answer, for a client that registered for it.</param>
/// <param name="options">Which claims a scope opens.</param>
/// <param name="logger">Told when a policy fails, or is missing.</param>
/// <param name="claims">What the host knows about people.</param>
internal sealed partial class UserInfoService(
    AccessTokenAuthenticator tokens,
    IClientStore clients,
    TokenSubjects subjects,
    UserInfoSigner signer,
    IOptions<AttestoOptions> options,
    ILogger<UserInfoService> logger,
    IClaimsPolicy? claims = null)
{
    private static readonly RequiredScopes OpenId = new(StandardScopes.OpenId);

    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The claims, or the refusal with its challenge.</returns>
    public Task<Outcome<UserInfoResponse>> HandleAsync(OAuthRequest request, CancellationToken cancellationToken) =>
        Guard.RunAsync(() => AnswerAsync(request, cancellationToken), logger, cancellationToken);

    private async Task<Outcome<UserInfoResponse>> AnswerAsync(OAuthRequest request, CancellationToken cancellationToken)
    {
        // Whatever its audience: sign-in and an API in one token is what most applications have (OpenID Connect Core §5.3.1).
        var authenticated = await tokens.AuthenticateAsync(request, tokens.OwnResource with { TakesAnyAudience = true }, cancellationToken);
        if (!authenticated.Answer.TryGet(out var token, out var error))
        {
            return new(error, authenticated.Events);
        }

        return FindRefusal(token) is { } refusal
            ? new(refusal, [.. authenticated.Events, AccessTokenAuthenticator.Denied(request, refusal)])
            : new(await RespondAsync(token, cancellationToken), authenticated.Events);
    }

    // Nobody granted a client its own token, so it is about nobody (OpenID Connect Core §5.3).
    private OAuthError? FindRefusal(VerifiedAccessToken token) =>
        !OpenId.AreCoveredBy(token) ? OpenId.Refuse(token, tokens.OwnResource) :
        token.GrantId is null ? AccessTokenAuthenticator.Refuse(ResourceFault.NoPerson, token, tokens.OwnResource) :
        null;

    private async Task<Result<UserInfoResponse>> RespondAsync(VerifiedAccessToken token, CancellationToken cancellationToken)
    {
        var client = await clients.FindAsync(token.ClientId, cancellationToken);
        var released = await ReleaseAsync(token, client, cancellationToken);
        if (client?.UserInfoSignedResponseAlg is not { } algorithm)
        {
            return new UserInfoResponse(released);
        }

        return await signer.SignAsync(released, client.Id, algorithm, cancellationToken) is { } jwt
            ? new UserInfoResponse(released, jwt)
            : OAuthError.InvalidRequest($"no key of this server signs with the userinfo_signed_response_alg {algorithm}");
    }

    private async Task<JsonObject> ReleaseAsync(VerifiedAccessToken token, Client? client, CancellationToken cancellationToken)
    {
        var requested = token.Claims.TryGetProperty(Parameters.Claims, out var member) ? RequestedClaims.Parse(member.GetRawText()) : null;
        if (claims is null)
        {
            LogNoPolicy(logger);
            return ReleasedClaims.Of(token.Subject, token.Scope, requested, known: null, options.Value);
        }

        // The host knows the person by its own name for them; the client goes on hearing the sub of its ID token.
        var known = await subjects.FindAsync(token, client, cancellationToken) is { } subject
            ? await claims.GetUserInfoAsync(new ClaimsContext { Client = client, Subject = subject, Scope = token.Scope, Requested = requested }, cancellationToken)
            : null;
        return ReleasedClaims.Of(token.Subject, token.Scope, requested, known, options.Value);
    }

    [LoggerMessage(2004, LogLevel.Warning, "No IClaimsPolicy is registered: UserInfo tells the sub and nothing else.")]
    private static partial void LogNoPolicy(ILogger logger);
}
