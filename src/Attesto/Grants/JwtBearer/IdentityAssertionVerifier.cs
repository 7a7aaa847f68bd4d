using System.Collections.Immutable;
using System.Text.Json;
using Attesto.Jose;
using Attesto.Outbound;
using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>Verifies identity assertions of trusted issuers (RFC 7523 §3, Identity Assertion Authorization Grant §4.4). Every refusal looks the same.</summary>
/// <param name="remoteKeys">Keys behind a URL.</param>
/// <param name="options">The trusted issuers.</param>
/// <param name="clock">The present.</param>
/// <param name="resolver">The host's own trust, if it has any.</param>
internal sealed class IdentityAssertionVerifier(
    IRemoteKeys remoteKeys, IOptions<AttestoOptions> options, TimeProvider clock, IAssertionKeyResolver? resolver = null)
{
    private const string Type = "oauth-id-jag+jwt";
    private const long SkewSeconds = 60;
    private const int ThumbprintLength = 43;

    /// <summary>Verifies an assertion; whether it was used before is for the caller to record, last of all.</summary>
    /// <returns>The assertion, or null.</returns>
    internal async ValueTask<IdentityAssertion?> VerifyAsync(string text, string clientId, CancellationToken cancellationToken)
    {
        if (!CompactJws.TryParse(text, out var jws, out _)
            || !IsTyped(jws.Type)
            || jws.Payload.Text(TokenClaims.Iss) is not { Length: > 0 } issuer)
        {
            return null;
        }

        var trusted = options.Value.JwtBearer.Issuers.FirstOrDefault(known => string.Equals(known.Issuer, issuer, StringComparison.Ordinal));
        return IsForUs(jws.Payload, trusted?.Audience ?? options.Value.Issuer!)
            && string.Equals(jws.Payload.Text(TokenClaims.ClientId), clientId, StringComparison.Ordinal)
            && IsTimely(jws.Payload)
            && Read(jws.Payload, issuer) is { } assertion
            && await FindKeysAsync(issuer, trusted, jws.KeyId, cancellationToken) is { } keys
            && keys.Verifies(jws)
                ? assertion
                : null;
    }

    private static bool IsTyped(string? type) =>
        string.Equals(type, Type, StringComparison.OrdinalIgnoreCase) || string.Equals(type, $"application/{Type}", StringComparison.OrdinalIgnoreCase);

    private async ValueTask<JwkSet?> FindKeysAsync(string issuer, AssertionIssuer? trusted, string? keyId, CancellationToken cancellationToken) => trusted switch
    {
        { Jwks: { } json } => JwkSet.TryParse(json, out var keys) ? keys : null,
        { JwksUri: { } uri } => await remoteKeys.FindAsync(uri, keyId, cancellationToken),
        _ => resolver is null ? null : await resolver.FindAsync(issuer, keyId, cancellationToken),
    };

    // One audience, and it is us: an assertion for several servers could be replayed among them.
    private static bool IsForUs(JsonElement claims, string audience) =>
        TokenClaims.AudienceOf(claims) is [var only] && string.Equals(only, audience, StringComparison.Ordinal);

    private bool IsTimely(JsonElement claims)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return claims.Integer(TokenClaims.Exp) is { } exp
            && claims.Integer(TokenClaims.Iat) is >= 0 and var iat
            && exp > now
            && iat <= now + SkewSeconds
            && exp > iat
            && exp - iat <= (long)options.Value.JwtBearer.MaxAssertionLifetime.TotalSeconds
            && (!claims.Has(TokenClaims.Nbf) || claims.Integer(TokenClaims.Nbf) <= now + SkewSeconds);
    }

    private static IdentityAssertion? Read(JsonElement claims, string issuer)
    {
        if (claims.Text(TokenClaims.Sub) is not { Length: > 0 } subject
            || claims.Text(TokenClaims.Jti) is not { Length: > 0 } id
            || claims.Has("authorization_details") // RFC 9396: a restriction that is not understood must not be dropped
            || !claims.IsTextOrAbsent(TokenClaims.Scope)
            || !ScopeSet.TryParse(claims.Text(TokenClaims.Scope), out var scope)
            || !TryReadResources(claims, out var resources)
            || !TryReadKey(claims, out var jkt))
        {
            return null;
        }

        return new IdentityAssertion
        {
            Issuer = issuer,
            Subject = subject,
            ReplayId = TokenHash.Of($"id_jag\n{issuer}\n{id}"),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(claims.Integer(TokenClaims.Exp)!.Value),
            Scope = claims.Has(TokenClaims.Scope) ? scope : null,
            Resources = resources,
            DpopJkt = jkt,
            Claims = claims,
        };
    }

    private static bool TryReadResources(JsonElement claims, out ImmutableArray<string> resources)
    {
        resources = [];
        if (!claims.TryGetProperty(Parameters.Resource, out var member))
        {
            return true;
        }

        if (member.ValueKind is JsonValueKind.String)
        {
            resources = [member.GetString()!];
        }
        else if (member.ValueKind is JsonValueKind.Array && member.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String))
        {
            resources = [.. member.EnumerateArray().Select(item => item.GetString()!)];
        }

        return !resources.IsEmpty;
    }

    // A confirmation that is not understood must not be dropped (RFC 7800 §3.1).
    private static bool TryReadKey(JsonElement claims, out string? jkt)
    {
        jkt = null;
        if (!claims.TryGetProperty(TokenClaims.Cnf, out var cnf))
        {
            return true;
        }

        jkt = cnf.ValueKind is JsonValueKind.Object && cnf.GetPropertyCount() == 1 ? cnf.Text(TokenClaims.Jkt) : null;
        return jkt is { Length: ThumbprintLength };
    }
}
