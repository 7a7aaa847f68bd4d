using System.Text.Json;
using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.Issuing;

/// <summary>Verifies ID tokens of this server that come back as <c>id_token_hint</c>.</summary>
/// <param name="keys">The server's keys.</param>
/// <param name="options">The issuer and the name of the principal kind's claim.</param>
/// <param name="clock">The clock.</param>
internal sealed class IdTokenVerifier(IKeystore keys, IOptions<AttestoOptions> options, TimeProvider clock)
{
    private const long SkewSeconds = 60;

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

        var trusted = new JwkSet(await keys.GetVerificationKeysAsync(cancellationToken));
        return jws.KeyId is { } kid && !trusted.Keys.Any(key => key.KeyId == kid) ? Refused(TokenFault.UnknownKey)
            : !trusted.Verifies(jws) ? Refused(TokenFault.BadSignature)
            : FaultOf(jws) is { } fault ? Refused(fault)
            : Read(jws.Payload);
    }

    private TokenFault? FaultOf(CompactJws jws)
    {
        var claims = jws.Payload;
        return
            !string.Equals(jws.Type, "JWT", StringComparison.Ordinal) ? TokenFault.WrongType :
            ForeignClaims.Any(name => claims.Has(name)) || claims.Has(options.Value.PrincipalKindClaim) ? TokenFault.WrongType :
            !string.Equals(claims.Text(TokenClaims.Iss), options.Value.Issuer, StringComparison.Ordinal) ? TokenFault.WrongIssuer :
            claims.Text(TokenClaims.Aud) is not { Length: > 0 } || claims.Text(TokenClaims.Sub) is not { Length: > 0 } ? TokenFault.BadClaims :
            claims.Integer(TokenClaims.Exp) is null || claims.Integer(TokenClaims.Iat) is not { } iat ? TokenFault.BadClaims :
            iat > clock.GetUtcNow().ToUnixTimeSeconds() + SkewSeconds ? TokenFault.NotYetValid :
            null;
    }

    private static VerifiedIdToken Read(JsonElement claims) =>
        new(claims.Text(TokenClaims.Sub)!, claims.Text(TokenClaims.Aud)!, claims.Text(TokenClaims.Sid));

    private static OAuthError Refused(TokenFault fault) =>
        OAuthError.InvalidRequest("id_token_hint is not an ID token of this server") with { Fault = fault };
}
