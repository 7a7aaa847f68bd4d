using System.Collections.Immutable;
using Attesto.Clients;
using Attesto.Events;
using Attesto.Issuing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.Revocation;

/// <summary>The revocation endpoint (RFC 7009 §2).</summary>
/// <param name="clients">Authenticates the client.</param>
/// <param name="grants">Where the grants of refresh tokens live.</param>
/// <param name="accessTokens">Revokes access tokens.</param>
/// <param name="live">Reads access tokens.</param>
/// <param name="options">The realm.</param>
/// <param name="logger">Told when a store fails.</param>
internal sealed class RevocationService(
    ClientAuthenticator clients,
    IGrantStore grants,
    IAccessTokenRevocationStore accessTokens,
    LiveAccessTokens live,
    IOptions<AttestoOptions> options,
    ILogger<RevocationService> logger)
{
    /// <summary>Answers one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call, until something is revoked.</param>
    /// <returns>Success, or the refusal, with the events of either.</returns>
    public Task<Outcome<RevocationResponse>> HandleAsync(OAuthRequest request, CancellationToken cancellationToken) =>
        Guard.RunAsync(() => AnswerAsync(request, cancellationToken), logger, cancellationToken);

    private async Task<Outcome<RevocationResponse>> AnswerAsync(OAuthRequest request, CancellationToken cancellationToken)
    {
        if (!(await clients.AuthenticateAsync(request, allowPublic: true, cancellationToken)).TryGet(out var client, out var error))
        {
            return error.Code is ErrorCodes.InvalidClient ? ClientAuthenticationError.Challenged(error, "Basic", options.Value.ClientAuthentication.Realm) : error;
        }

        if (request.Parameters[Parameters.Token] is not { } token)
        {
            return OAuthError.InvalidRequest("token is required");
        }

        // Whatever the token was, the answer is the same (RFC 7009 §2.2); the hint decides nothing, for the two kinds look different.
        var foreign = token.Contains('.')
            ? await RevokeAccessTokenAsync(token, client, cancellationToken)
            : await RevokeRefreshTokenAsync(token, client, cancellationToken);
        return new(RevocationResponse.Done, foreign ? [] : [Revoked(request, client)]);
    }

    private async Task<bool> RevokeRefreshTokenAsync(string token, AuthenticatedClient client, CancellationToken cancellationToken)
    {
        if (!RefreshToken.TryParse(token, out var refreshToken)
            || await grants.FindAsync(refreshToken.GrantId, cancellationToken) is not { } grant
            || refreshToken.StandingIn(grant) is Standing.Unknown)
        {
            return false;
        }

        var foreign = !string.Equals(grant.Authorization.ClientId, client.Id, StringComparison.Ordinal);
        if (!foreign && grant.RevokedAt is null)
        {
            // The grant ends, and with it every token that came of it (RFC 7009 §2.1).
            await grants.RevokeAsync(grant.Id, CancellationToken.None);
        }

        return foreign;
    }

    private async Task<bool> RevokeAccessTokenAsync(string token, AuthenticatedClient client, CancellationToken cancellationToken)
    {
        if (await live.FindAsync(token, cancellationToken) is not { } verified)
        {
            return false;
        }

        var foreign = !string.Equals(verified.ClientId, client.Id, StringComparison.Ordinal);
        if (!foreign)
        {
            await accessTokens.RevokeAsync(verified.Id, verified.ExpiresAt, CancellationToken.None);
        }

        return foreign;
    }

    private static ServerEvent Revoked(OAuthRequest request, AuthenticatedClient client) => new(EventName.TokenRevoked)
    {
        ClientId = client.Id,
        Metadata = ImmutableDictionary.CreateRange<string, object?>(
        [
            new("client_ip", request.ClientIp),
            new(Parameters.TokenTypeHint, EventText.Echo(request.Parameters[Parameters.TokenTypeHint])),
        ]),
    };
}
