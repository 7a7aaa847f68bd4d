using System.Text.Json;
using Attesto.Jose;
using Attesto.Scopes;
using Microsoft.Extensions.Options;

namespace Attesto.Tokens;

/// <summary>Verifies access tokens of this issuer, locally (RFC 9068 §4).</summary>
/// <param name="keys">The issuer's keys.</param>
/// <param name="options">The issuer, the token type, the principal kinds.</param>
/// <param name="clock">The clock.</param>
public sealed class AccessTokenVerifier(IVerificationKeySource keys, IOptions<AttestoOptions> options, TimeProvider clock)
{
    private const long SkewSeconds = 60;
    private const long MaxUnixSeconds = 253402300799; // the last second of the year 9999: what a DateTimeOffset holds

    /// <summary>Verifies a token, all but its binding.</summary>
    /// <param name="token">The token as presented; any string.</param>
    /// <param name="audiences">It must be meant for one of these.</param>
    /// <param name="cancellationToken">Cancels a fetch of keys.</param>
    /// <returns>The token, or <c>invalid_token</c> (401, no challenge yet) with a <see cref="TokenFault"/>.</returns>
    public async ValueTask<Result<VerifiedAccessToken>> VerifyAsync(
        string token, IReadOnlyCollection<string> audiences, CancellationToken cancellationToken)
    {
        if (!CompactJws.TryParse(token, out var jws, out _))
        {
            return TokenClaims.InvalidToken(TokenFault.Malformed);
        }

        // Cheap refusals first, so that a flood of foreign tokens costs no signature check and no fetch of keys.
        if (FaultOf(jws, audiences) is { } fault)
        {
            return TokenClaims.InvalidToken(fault);
        }

        var candidates = await keys.FindAsync(jws.KeyId, cancellationToken);
        if (candidates.IsDefaultOrEmpty)
        {
            return TokenClaims.InvalidToken(TokenFault.UnknownKey);
        }

        return candidates.Any(jws.IsSignedBy) ? Read(jws.Payload) : TokenClaims.InvalidToken(TokenFault.BadSignature);
    }

    private TokenFault? FaultOf(CompactJws jws, IReadOnlyCollection<string> audiences)
    {
        var claims = jws.Payload;
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return
            !HasAccessTokenType(jws.Type) || !string.Equals(claims.Text(TokenClaims.Typ), TokenClaims.Access, StringComparison.Ordinal) ? TokenFault.WrongType :
            !string.Equals(claims.Text(TokenClaims.Iss), options.Value.Issuer, StringComparison.Ordinal) ? TokenFault.WrongIssuer :
            !TokenClaims.HasAudience(claims, audiences) ? TokenFault.WrongAudience :
            claims.Integer(TokenClaims.Exp) is not { } exp ? TokenFault.BadClaims :
            exp <= now ? TokenFault.Expired :
            claims.Integer(TokenClaims.Iat) is not >= 0 ? TokenFault.BadClaims :
            claims.Integer(TokenClaims.Iat) > now + SkewSeconds || claims.Integer(TokenClaims.Nbf) > now + SkewSeconds ? TokenFault.NotYetValid :
            claims.Has(TokenClaims.Nbf) && claims.Integer(TokenClaims.Nbf) is null ? TokenFault.BadClaims :
            !HasRequiredClaims(claims) || !HasWellFormedConfirmation(claims) ? TokenFault.BadClaims :
            FindKind(claims) is not { } kind ? TokenFault.BadPrincipal :
            !PrincipalKinds.HasRequiredClaims(kind, claims) ? TokenFault.BadClaims :
            null;
    }

    // RFC 9068 §4: "at+jwt" or "application/at+jwt"; media types compare without case.
    private bool HasAccessTokenType(string? type) => options.Value.AccessTokenType is not { } wanted
        ? type is null || string.Equals(type, "JWT", StringComparison.OrdinalIgnoreCase)
        : string.Equals(type, wanted, StringComparison.OrdinalIgnoreCase)
            || string.Equals(type, $"application/{wanted}", StringComparison.OrdinalIgnoreCase);

    private static bool HasRequiredClaims(JsonElement claims) =>
        claims.Text(TokenClaims.Sub) is { Length: > 0 } && claims.Text(TokenClaims.Jti) is { Length: > 0 }
        && claims.Text(TokenClaims.ClientId) is { Length: > 0 } && ScopeSet.TryParse(claims.Text(TokenClaims.Scope), out _)
        && claims.Text(TokenClaims.Scope) is not null && claims.IsTextOrAbsent(TokenClaims.Acr)
        && (!claims.Has(TokenClaims.AuthTime) || claims.Integer(TokenClaims.AuthTime) is >= 0 and <= MaxUnixSeconds)
        && claims.Integer(TokenClaims.Exp) <= MaxUnixSeconds;

    // Exactly one binding, a canonical SHA-256: a confirmation that is not understood must not be dropped (RFC 7800 §3.1).
    private static bool HasWellFormedConfirmation(JsonElement claims) =>
        !claims.TryGetProperty(TokenClaims.Cnf, out var cnf)
        || (cnf.ValueKind is JsonValueKind.Object && cnf.GetPropertyCount() == 1
            && (cnf.Text(TokenClaims.Jkt) ?? cnf.Text(TokenClaims.X5tS256)) is { Length: 43 } thumbprint && CanonicalBase64Url.IsValid(thumbprint));

    // An API that knows only its issuer has no kinds configured and leaves them to the server; a server always has some.
    private PrincipalKind? FindKind(JsonElement claims) =>
        claims.Text(options.Value.PrincipalKindClaim) is not { Length: > 0 } kind ? null :
        options.Value.PrincipalKinds.Count == 0 ? new PrincipalKind { Value = kind } :
        PrincipalKinds.Find(options.Value, kind, claims.Text(TokenClaims.Sub)!);

    private VerifiedAccessToken Read(JsonElement claims)
    {
        claims.TryGetProperty(TokenClaims.Cnf, out var cnf);
        return new()
        {
            Subject = claims.Text(TokenClaims.Sub)!,
            ClientId = claims.Text(TokenClaims.ClientId)!,
            Scope = ScopeSet.TryParse(claims.Text(TokenClaims.Scope), out var scope) ? scope : ScopeSet.Empty,
            Audience = TokenClaims.AudienceOf(claims),
            Id = claims.Text(TokenClaims.Jti)!,
            IssuedAt = DateTimeOffset.FromUnixTimeSeconds(claims.Integer(TokenClaims.Iat)!.Value),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(claims.Integer(TokenClaims.Exp)!.Value),
            Kind = claims.Text(options.Value.PrincipalKindClaim)!,
            AuthTime = claims.Integer(TokenClaims.AuthTime) is { } authTime ? DateTimeOffset.FromUnixTimeSeconds(authTime) : null,
            Acr = claims.Text(TokenClaims.Acr),
            DpopJkt = cnf.ValueKind is JsonValueKind.Object ? cnf.Text(TokenClaims.Jkt) : null,
            CertificateThumbprint = cnf.ValueKind is JsonValueKind.Object ? cnf.Text(TokenClaims.X5tS256) : null,
            Claims = claims,
        };
    }
}
