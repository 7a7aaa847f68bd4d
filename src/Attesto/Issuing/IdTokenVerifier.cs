using System.Text.Json;
using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.Issuing;

/// <summary>Verifies ID tokens of this server that come back as <c>id_token_hint</c>.</summary>
/// <param name="keys">The server's keys.</param>
/// <param name="profiles">What a hint must be.</param>
/// <param name="algorithms">What verifies.</param>
/// <param name="options">The issuer and the name of the principal kind's claim.</param>
/// <param name="clock">The clock.</param>
internal sealed class IdTokenVerifier(
    IKeystore keys, JwtProfiles profiles, SignatureAlgorithms algorithms, IOptions<AttestoOptions> options, TimeProvider clock)
{
    // What the server's other JWTs carry and an ID token never does: access token, logout token, JARM, signed introspection.
    private static readonly string[] ForeignClaims =
        [TokenClaims.Scope, TokenClaims.Typ, TokenClaims.ClientId, TokenClaims.Cnf, TokenClaims.Events, "token_introspection", Parameters.Code, Parameters.Error];

    /// <summary>Verifies a hint. Its expiry is tolerated (OpenID Connect RP-Initiated Logout §2); another kind of JWT is not.</summary>
    /// <param name="hint">The hint as presented; any string.</param>
    /// <param name="cancellationToken">Cancels a remote call.</param>
    /// <returns>What it says, or <c>invalid_request</c> with a <see cref="TokenFault"/>; that is <see cref="TokenFault.UnknownKey"/> if the key that
    /// signed it has been retired, or never was the server's.</returns>
    public async ValueTask<Result<VerifiedIdToken>> VerifyHintAsync(string hint, CancellationToken cancellationToken)
    {
        if (!CompactJws.TryParse(hint, out var jws, out _))
        {
            return Refused(TokenFault.Malformed);
        }

        if (FaultOf(jws) is { } fault)
        {
            return Refused(fault);
        }

        var trusted = await keys.GetVerificationKeysAsync(cancellationToken);
        return jws.KeyId is { } kid && !trusted.Any(key => key.Kid == kid) ? Refused(TokenFault.UnknownKey)
            : algorithms.Verifies(trusted, jws) ? Read(jws.Payload)
            : Refused(TokenFault.BadSignature);
    }

    private TokenFault? FaultOf(CompactJws jws)
    {
        var claims = jws.Payload;
        return profiles.IdTokenHint.FaultOf(jws, clock.GetUtcNow(), audiences: [], out _) switch
        {
            JwtFault.Type => TokenFault.WrongType,
            JwtFault.NotYetValid => TokenFault.NotYetValid,
            not null => TokenFault.BadClaims,
            _ when ForeignClaims.Any(name => claims.Has(name)) || claims.Has(options.Value.Subjects.PrincipalKindClaim) => TokenFault.WrongType,
            _ when !claims.Is(TokenClaims.Iss, options.Value.Issuer) => TokenFault.WrongIssuer,
            _ => claims.Text(TokenClaims.Aud) is null ? TokenFault.BadClaims : null,
        };
    }

    private static VerifiedIdToken Read(JsonElement claims) =>
        new(claims.Text(TokenClaims.Sub)!, claims.Text(TokenClaims.Aud)!, claims.Text(TokenClaims.Sid));

    private static OAuthError Refused(TokenFault fault) =>
        OAuthError.InvalidRequest("id_token_hint is not an ID token of this server") with { Fault = fault };
}
