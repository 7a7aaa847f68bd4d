using System.Collections.Immutable;
using System.Text.Json;
using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.Issuing;

/// <summary>Verifies access tokens of this issuer, locally (RFC 9068 §4).</summary>
/// <param name="keys">The issuer's keys.</param>
/// <param name="options">The issuer, the token type, the principal kinds.</param>
/// <param name="clock">The clock.</param>
internal sealed class AccessTokenVerifier(IVerificationKeySource keys, IOptions<AttestoOptions> options, TimeProvider clock)
{
    private const long SkewSeconds = 60;
    private const long MaxUnixSeconds = 253402300799; // the last second of the year 9999: what a DateTimeOffset holds

    /// <summary>Verifies a token, all but its binding.</summary>
    /// <param name="token">The token as presented; any string.</param>
    /// <param name="audiences">It must be meant for one of these.</param>
    /// <param name="cancellationToken">Cancels a fetch of keys.</param>
    /// <returns>The token, or <c>invalid_token</c> (401, no challenge yet) with a <see cref="TokenFault"/>.</returns>
    public ValueTask<Result<VerifiedAccessToken>> VerifyAsync(string token, IReadOnlyCollection<string> audiences, CancellationToken cancellationToken) =>
        VerifyAsync(token.AsMemory(), [.. audiences], cancellationToken);

    /// <summary>The same for a token within a header, of which no copy is made.</summary>
    internal async ValueTask<Result<VerifiedAccessToken>> VerifyAsync(
        ReadOnlyMemory<char> token, ImmutableArray<string> audiences, CancellationToken cancellationToken) =>
        CompactJws.TryParse(token, out var jws, out _)
            ? await VerifyAsync(jws, audiences, cancellationToken)
            : TokenClaims.InvalidToken(TokenFault.Malformed);

    /// <summary>The same for a token that the caller has parsed already.</summary>
    internal async ValueTask<Result<VerifiedAccessToken>> VerifyAsync(
        CompactJws jws, ImmutableArray<string> audiences, CancellationToken cancellationToken)
    {
        // Cheap refusals first, so that a flood of foreign tokens costs no signature check and no fetch of keys.
        if (Read(jws, audiences, out var verified) is { } fault)
        {
            return TokenClaims.InvalidToken(fault);
        }

        var candidates = await keys.FindAsync(jws.KeyId, cancellationToken);
        foreach (var key in candidates)
        {
            if (jws.IsSignedBy(key))
            {
                return verified!;
            }
        }

        return TokenClaims.InvalidToken(candidates.IsEmpty ? TokenFault.UnknownKey : TokenFault.BadSignature);
    }

    // Each claim is read once; the first fault wins.
    private TokenFault? Read(CompactJws jws, ImmutableArray<string> audiences, out VerifiedAccessToken? token)
    {
        var claims = jws.Payload;
        token = null;
        if (!HasAccessTokenType(jws.Type) || !claims.Is(TokenClaims.Typ, TokenClaims.Access))
        {
            return TokenFault.WrongType;
        }

        if (!claims.Is(TokenClaims.Iss, options.Value.Issuer))
        {
            return TokenFault.WrongIssuer;
        }

        if (!TokenClaims.HasAudience(claims, audiences.AsSpan()))
        {
            return TokenFault.WrongAudience;
        }

        if (FaultOfTimes(claims) is { } fault)
        {
            return fault;
        }

        if (claims.Text(TokenClaims.Sub) is not { Length: > 0 } subject || claims.Text(TokenClaims.Jti) is not { Length: > 0 } id
            || claims.Text(TokenClaims.ClientId) is not { Length: > 0 } clientId
            || !claims.IsTextOrAbsent(TokenClaims.Scope) || !ScopeSet.TryParse(claims.Text(TokenClaims.Scope), out var scope)
            || !claims.IsTextOrAbsent(TokenClaims.Acr) || !HasWellFormedConfirmation(claims, out var cnf))
        {
            return TokenFault.BadClaims;
        }

        var kind = claims.Text(options.Value.PrincipalKindClaim);
        if (FaultOfPrincipal(claims, kind, subject) is { } principalFault)
        {
            return principalFault;
        }

        token = new()
        {
            Subject = subject,
            ClientId = clientId,
            Scope = scope,
            Audience = TokenClaims.AudienceOf(claims, audiences.AsSpan()),
            Id = id,
            IssuedAt = DateTimeOffset.FromUnixTimeSeconds(claims.Integer(TokenClaims.Iat)!.Value),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(claims.Integer(TokenClaims.Exp)!.Value),
            Kind = kind!,
            AuthTime = claims.Integer(TokenClaims.AuthTime) is { } authTime ? DateTimeOffset.FromUnixTimeSeconds(authTime) : null,
            Acr = claims.Text(TokenClaims.Acr),
            DpopJkt = cnf.ValueKind is JsonValueKind.Object ? cnf.Text(TokenClaims.Jkt) : null,
            CertificateThumbprint = cnf.ValueKind is JsonValueKind.Object ? cnf.Text(TokenClaims.X5tS256) : null,
            Claims = claims,
        };
        return null;
    }

    private TokenFault? FaultOfTimes(JsonElement claims)
    {
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var (exp, iat, nbf) = (claims.Integer(TokenClaims.Exp), claims.Integer(TokenClaims.Iat), claims.Integer(TokenClaims.Nbf));
        return
            exp is not <= MaxUnixSeconds ? TokenFault.BadClaims :
            exp <= now ? TokenFault.Expired :
            iat is not >= 0 || (nbf is null && claims.Has(TokenClaims.Nbf)) ? TokenFault.BadClaims :
            iat > now + SkewSeconds || nbf > now + SkewSeconds ? TokenFault.NotYetValid :
            claims.Has(TokenClaims.AuthTime) && claims.Integer(TokenClaims.AuthTime) is not (>= 0 and <= MaxUnixSeconds) ? TokenFault.BadClaims :
            null;
    }

    // RFC 9068 §4: "at+jwt" or "application/at+jwt"; media types compare without case.
    private bool HasAccessTokenType(string? type)
    {
        const string prefix = "application/";
        return options.Value.AccessTokenType is not { } wanted
            ? type is null || string.Equals(type, "JWT", StringComparison.OrdinalIgnoreCase)
            : string.Equals(type, wanted, StringComparison.OrdinalIgnoreCase)
                || (type?.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) is true
                    && type.AsSpan(prefix.Length).Equals(wanted, StringComparison.OrdinalIgnoreCase));
    }

    // Exactly one binding, a canonical SHA-256: a confirmation that is not understood must not be dropped (RFC 7800 §3.1).
    private static bool HasWellFormedConfirmation(JsonElement claims, out JsonElement cnf) =>
        !claims.TryGetProperty(TokenClaims.Cnf, out cnf)
        || (cnf.ValueKind is JsonValueKind.Object && cnf.GetPropertyCount() == 1
            && (cnf.Text(TokenClaims.Jkt) ?? cnf.Text(TokenClaims.X5tS256)) is { Length: 43 } thumbprint && CanonicalBase64Url.IsValid(thumbprint));

    // An API that knows only its issuer has no kinds configured and leaves them to the server; a server always has some.
    private TokenFault? FaultOfPrincipal(JsonElement claims, string? kind, string subject) =>
        string.IsNullOrEmpty(kind) ? TokenFault.BadPrincipal :
        options.Value.PrincipalKinds.Count == 0 ? null :
        PrincipalKinds.Find(options.Value, kind, subject) is not { } known ? TokenFault.BadPrincipal :
        PrincipalKinds.HasRequiredClaims(known, claims) ? null :
        TokenFault.BadClaims;
}
