using System.Text.Json.Nodes;
using Attesto.Jose;
using Attesto.Revocation;

namespace Attesto.Introspection;

/// <summary>Says what a live token is worth (RFC 7662 §2.2).</summary>
/// <param name="accessTokens">Reads access tokens.</param>
/// <param name="refreshTokens">Where refresh tokens live.</param>
/// <param name="clients">Whose they are.</param>
/// <param name="principals">The <c>sub</c> on the wire of a refresh token.</param>
/// <param name="clock">The present.</param>
internal sealed class TokenInspector(
    LiveAccessTokens accessTokens, IRefreshTokenStore refreshTokens, IClientStore clients, IPrincipalPolicy principals, TimeProvider clock)
{
    // RFC 7662 §2.2, RFC 8693 §4.1, RFC 9470 §6.2.
    private static readonly string[] Told =
    [
        TokenClaims.Scope, TokenClaims.ClientId, TokenClaims.Sub, TokenClaims.Aud, TokenClaims.Iss, TokenClaims.Exp, TokenClaims.Iat,
        TokenClaims.Jti, TokenClaims.Cnf, TokenClaims.AuthTime, TokenClaims.Acr, TokenClaims.Act,
    ];

    /// <summary>Inspects a token.</summary>
    /// <param name="token">The token as presented; any string.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The members of an active response, or null if the token is dead or none of ours.</returns>
    internal async ValueTask<JsonObject?> InspectAsync(string token, CancellationToken cancellationToken) => token.Contains('.')
        ? await accessTokens.FindAsync(token, cancellationToken) is { } accessToken ? Describe(accessToken) : null
        : await InspectRefreshTokenAsync(token, cancellationToken);

    private static JsonObject Describe(VerifiedAccessToken token)
    {
        var body = new JsonObject { ["active"] = true, ["token_type"] = token.DpopJkt is null ? "Bearer" : "DPoP" };
        foreach (var name in Told)
        {
            if (token.Claims.TryGetProperty(name, out var member))
            {
                body[name] = member.ToNode();
            }
        }

        return body;
    }

    private async ValueTask<JsonObject?> InspectRefreshTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (await refreshTokens.FindAsync(TokenHash.Of(token), cancellationToken) is not { FamilyRevoked: false, Rotation: null, Token: var stored }
            || stored.ExpiresAt <= clock.GetUtcNow()
            || await clients.FindAsync(stored.Authorization.ClientId, cancellationToken) is not { IsRevoked: false } client)
        {
            return null;
        }

        var (subject, scope) = (stored.Authorization.Subject, stored.Authorization.Scope);
        return await principals.FindAsync(new PrincipalRequest(client, subject, scope), cancellationToken) is { } principal
            ? Describe(stored, principal)
            : null;
    }

    private static JsonObject Describe(RefreshToken token, Principal principal)
    {
        var body = new JsonObject
        {
            ["active"] = true,
            [TokenClaims.ClientId] = token.Authorization.ClientId,
            [TokenClaims.Sub] = principal.Subject,
            [TokenClaims.Exp] = token.ExpiresAt.ToUnixTimeSeconds(),
        };
        if (token.Authorization.Scope.Count > 0)
        {
            body[TokenClaims.Scope] = token.Authorization.Scope.ToString();
        }

        if (token.DpopJkt is { } jkt)
        {
            body["token_type"] = "DPoP";
            body[TokenClaims.Cnf] = new JsonObject { [TokenClaims.Jkt] = jkt };
        }
        else if (token.CertificateThumbprint is { } thumbprint)
        {
            body[TokenClaims.Cnf] = new JsonObject { [TokenClaims.X5tS256] = thumbprint };
        }

        return body;
    }
}
