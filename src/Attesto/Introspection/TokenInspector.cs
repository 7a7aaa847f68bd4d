using System.Text.Json.Nodes;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Revocation;
using Attesto.Subjects;

namespace Attesto.Introspection;

/// <summary>Says what a live token is worth (RFC 7662 §2.2).</summary>
/// <param name="accessTokens">Reads access tokens.</param>
/// <param name="grants">Where the grants of refresh tokens live.</param>
/// <param name="principals">Whom a refresh token is about.</param>
/// <param name="subjects">What its client is told about people.</param>
/// <param name="clock">The present.</param>
internal sealed class TokenInspector(
    LiveAccessTokens accessTokens, IGrantStore grants, IPrincipalPolicy principals, PairwiseSubjects subjects, TimeProvider clock)
{
    // RFC 7662 §2.2, RFC 8693 §4.1, RFC 9470 §6.2.
    private static readonly string[] Told =
    [
        TokenClaims.Scope, TokenClaims.ClientId, TokenClaims.Sub, TokenClaims.Aud, TokenClaims.Iss, TokenClaims.Exp, TokenClaims.Iat,
        TokenClaims.Jti, TokenClaims.Cnf, TokenClaims.AuthTime, TokenClaims.Acr, TokenClaims.Act,
    ];

    /// <summary>Inspects a token.</summary>
    /// <param name="token">The token as presented; any string.</param>
    /// <param name="caller">Who asks; only its own client learns about a refresh token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The members of an active response, or null if the token is dead or none of ours.</returns>
    internal async ValueTask<JsonObject?> InspectAsync(string token, AuthenticatedClient caller, CancellationToken cancellationToken) => token.Contains('.')
        ? await accessTokens.FindAsync(token, cancellationToken) is { } accessToken ? Describe(accessToken) : null
        : await InspectRefreshTokenAsync(token, caller, cancellationToken);

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

    private async ValueTask<JsonObject?> InspectRefreshTokenAsync(string token, AuthenticatedClient caller, CancellationToken cancellationToken)
    {
        if (!RefreshToken.TryParse(token, out var refreshToken)
            || await grants.FindAsync(refreshToken.GrantId, cancellationToken) is not { RevokedAt: null } grant
            || refreshToken.StandingIn(grant) is not Standing.Current
            || !string.Equals(grant.Authorization.ClientId, caller.Id, StringComparison.Ordinal)
            || grant.ExpiresAt <= clock.GetUtcNow())
        {
            return null;
        }

        var (subject, scope) = (grant.Authorization.Subject, grant.Authorization.Scope);
        return await principals.FindAsync(
            new PrincipalContext { Client = caller.Client, Subject = subject, Scope = scope, Authorization = grant.Authorization }, cancellationToken) is { } principal
            ? Describe(grant, subjects.Of(caller.Client, principal.Subject))
            : null;
    }

    // No token_type: that says how an access token is used (RFC 7662 §2.2, RFC 6749 §5.1).
    private static JsonObject Describe(Grant grant, string subject)
    {
        var body = new JsonObject
        {
            ["active"] = true,
            [TokenClaims.ClientId] = grant.Authorization.ClientId,
            [TokenClaims.Sub] = subject,
            [TokenClaims.Exp] = grant.ExpiresAt.ToUnixTimeSeconds(),
        };
        if (grant.Authorization.Scope.Count > 0)
        {
            body[TokenClaims.Scope] = grant.Authorization.Scope.ToString();
        }

        if (grant.DpopJkt is { } jkt)
        {
            body[TokenClaims.Cnf] = new JsonObject { [TokenClaims.Jkt] = jkt };
        }
        else if (grant.CertificateThumbprint is { } thumbprint)
        {
            body[TokenClaims.Cnf] = new JsonObject { [TokenClaims.X5tS256] = thumbprint };
        }

        return body;
    }
}
