using System.Collections.Immutable;
using System.Text.Json;
using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.Issuing;

/// <summary>Verifies access tokens of this issuer, locally (RFC 9068 §4).</summary>
/// <param name="keys">The issuer's keys.</param>
/// <param name="profiles">What an access token must be.</param>
/// <param name="algorithms">What verifies.</param>
/// <param name="options">The issuer, the principal kinds.</param>
/// <param name="clock">The clock.</param>
internal sealed class AccessTokenVerifier(
    IVerificationKeySource keys, JwtProfiles profiles, SignatureAlgorithms algorithms, IOptions<AttestoOptions> options, TimeProvider clock)
{
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
        if (algorithms.Verifies(candidates, jws))
        {
            return verified!;
        }

        return TokenClaims.InvalidToken(candidates.IsEmpty ? TokenFault.UnknownKey : TokenFault.BadSignature);
    }

    // Each claim is read once; the first fault wins.
    private TokenFault? Read(CompactJws jws, ImmutableArray<string> audiences, out VerifiedAccessToken? token)
    {
        var claims = jws.Payload;
        token = null;
        if (profiles.AccessToken.FaultOf(jws, clock.GetUtcNow(), audiences.AsSpan(), out var dates) is { } fault)
        {
            return FaultOf(fault);
        }

        if (!claims.Is(TokenClaims.Typ, TokenClaims.Access))
        {
            return TokenFault.WrongType;
        }

        if (!claims.Is(TokenClaims.Iss, options.Value.Issuer))
        {
            return TokenFault.WrongIssuer;
        }

        if (!claims.IsTextOrAbsent(TokenClaims.Scope) || !ScopeSet.TryParse(claims.Text(TokenClaims.Scope), out var scope)
            || !HasWellFormedGrant(claims, out var grant) || !HasWellFormedConfirmation(claims, out var cnf))
        {
            return TokenFault.BadClaims;
        }

        var subject = claims.Text(TokenClaims.Sub)!;
        var kind = claims.Text(options.Value.Subjects.PrincipalKindClaim);
        if (FaultOfPrincipal(claims, kind, subject) is { } principalFault)
        {
            return principalFault;
        }

        token = new()
        {
            Subject = subject,
            ClientId = claims.Text(TokenClaims.ClientId)!,
            Scope = scope,
            Audience = TokenClaims.AudienceOf(claims, audiences.AsSpan()),
            Id = claims.Text(TokenClaims.Jti)!,
            IssuedAt = DateTimeOffset.FromUnixTimeSeconds(dates.IssuedAt!.Value),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(dates.Expires!.Value),
            Kind = kind!,
            GrantId = grant,
            AuthTime = dates.AuthTime is { } authTime ? DateTimeOffset.FromUnixTimeSeconds(authTime) : null,
            Acr = claims.Text(TokenClaims.Acr),
            DpopJkt = cnf.ValueKind is JsonValueKind.Object ? cnf.Text(TokenClaims.Jkt) : null,
            CertificateThumbprint = cnf.ValueKind is JsonValueKind.Object ? cnf.Text(TokenClaims.X5tS256) : null,
            Claims = claims,
        };
        return null;
    }

    private static TokenFault FaultOf(JwtFault fault) => fault switch
    {
        JwtFault.Type => TokenFault.WrongType,
        JwtFault.Audience => TokenFault.WrongAudience,
        JwtFault.Expired => TokenFault.Expired,
        JwtFault.NotYetValid => TokenFault.NotYetValid,
        _ => TokenFault.BadClaims,
    };

    // A grant that cannot be read must not pass for none: its end would not be seen.
    private static bool HasWellFormedGrant(JsonElement claims, out GrantId? grant)
    {
        grant = GrantId.TryParse(claims.Text(TokenClaims.GrantId), out var id) ? id : null;
        return grant is not null || !claims.Has(TokenClaims.GrantId);
    }

    // Exactly one binding, a canonical SHA-256: a confirmation that is not understood must not be dropped (RFC 7800 §3.1).
    private static bool HasWellFormedConfirmation(JsonElement claims, out JsonElement cnf) =>
        !claims.TryGetProperty(TokenClaims.Cnf, out cnf)
        || (cnf.ValueKind is JsonValueKind.Object && cnf.GetPropertyCount() == 1
            && (cnf.Text(TokenClaims.Jkt) ?? cnf.Text(TokenClaims.X5tS256)) is { Length: 43 } thumbprint && CanonicalBase64Url.IsValid(thumbprint));

    // An API that knows only its issuer has no kinds configured and leaves them to the server; a server always has some.
    private TokenFault? FaultOfPrincipal(JsonElement claims, string? kind, string subject) =>
        string.IsNullOrEmpty(kind) ? TokenFault.BadPrincipal :
        options.Value.Subjects.PrincipalKinds.Count == 0 ? null :
        PrincipalKinds.Find(options.Value, kind, subject) is not { } known ? TokenFault.BadPrincipal :
        PrincipalKinds.HasRequiredClaims(known, claims) ? null :
        TokenFault.BadClaims;
}
