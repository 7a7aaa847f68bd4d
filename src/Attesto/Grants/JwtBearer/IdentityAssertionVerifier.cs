using System.Collections.Immutable;
using System.Text.Json;
using Attesto.Jose;
using Attesto.Outbound;
using Attesto.Resources;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Grants;

/// <summary>Verifies identity assertions of trusted issuers (RFC 7523 §3, Identity Assertion Authorization Grant §4.4). Every refusal looks the same.</summary>
/// <param name="remoteKeys">Keys behind a URL.</param>
/// <param name="profiles">What an assertion must be.</param>
/// <param name="algorithms">What verifies.</param>
/// <param name="options">The trusted issuers.</param>
/// <param name="clock">The present.</param>
/// <param name="resolver">The host's own trust, if it has any.</param>
internal sealed class IdentityAssertionVerifier(
    IRemoteKeys remoteKeys,
    JwtProfiles profiles,
    SignatureAlgorithms algorithms,
    IOptions<AttestoOptions> options,
    TimeProvider clock,
    IAssertionKeyResolver? resolver = null)
{
    private const int ThumbprintLength = 43;

    /// <summary>Verifies an assertion; whether it was used before is for the caller to record, last of all.</summary>
    /// <returns>The assertion, or null.</returns>
    internal async ValueTask<IdentityAssertion?> VerifyAsync(string text, string clientId, CancellationToken cancellationToken)
    {
        if (!CompactJws.TryParse(text, out var jws, out _) || jws.Payload.Text(TokenClaims.Iss) is not { } issuer)
        {
            return null;
        }

        var trusted = options.Value.JwtBearer.Issuers.FirstOrDefault(known => string.Equals(known.Issuer, issuer, StringComparison.Ordinal));
        return profiles.IdentityAssertion.FaultOf(jws, clock.GetUtcNow(), ResourceUri.FormsOf(trusted?.Audience ?? options.Value.Issuer!), out var dates) is null
            && jws.Payload.Is(TokenClaims.ClientId, clientId)
            && Read(jws.Payload, issuer, dates) is { } assertion
            && await FindKeysAsync(issuer, trusted, jws.KeyId, cancellationToken) is { } keys
            && algorithms.Find(keys).Verifies(jws)
                ? assertion
                : null;
    }

    private async ValueTask<JsonWebKeySet?> FindKeysAsync(string issuer, AssertionIssuer? trusted, string? keyId, CancellationToken cancellationToken) => trusted switch
    {
        { Jwks: { } json } => JsonWebKeyReader.TryReadSet(json, out var keys) ? keys : null,
        { JwksUri: { } uri } => await remoteKeys.FindAsync(uri, keyId, cancellationToken),
        _ => resolver is null ? null : await resolver.FindAsync(issuer, keyId, cancellationToken),
    };

    private static IdentityAssertion? Read(JsonElement claims, string issuer, NumericDates dates)
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
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(dates.Expires!.Value),
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
