using System.Text.Json;
using Attesto.Jose;
using Attesto.Outbound;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Registration;

/// <summary>Verifies software statements (RFC 7591 §2.3): metadata that somebody else vouches for.</summary>
/// <param name="keys">Keys that are published.</param>
/// <param name="profiles">What a statement must be.</param>
/// <param name="algorithms">What verifies.</param>
/// <param name="options">Who may vouch.</param>
/// <param name="clock">The clock.</param>
internal sealed class SoftwareStatements(
    IRemoteKeys keys, JwtProfiles profiles, SignatureAlgorithms algorithms, IOptions<AttestoOptions> options, TimeProvider clock)
{
    private readonly RegistrationOptions _options = options.Value.Registration;

    /// <summary>Verifies the statement of a registration, if there is one and somebody is trusted.</summary>
    /// <param name="body">The registration request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The verified claims, an undefined element if there are none; or <c>invalid_software_statement</c> or <c>unapproved_software_statement</c>.</returns>
    internal async ValueTask<(JsonElement? Claims, OAuthError? Error)> VerifyAsync(JsonElement body, CancellationToken cancellationToken)
    {
        if (!body.TryGetProperty(MetadataNames.SoftwareStatement, out var member) || member.ValueKind is JsonValueKind.Null)
        {
            return (null, _options.RequireSoftwareStatement ? Invalid("a software statement is required") : null);
        }

        if (_options.SoftwareStatementIssuers.Count == 0)
        {
            return (null, _options.RequireSoftwareStatement ? Unapproved() : null); // RFC 7591 §2: one that is not understood is ignored
        }

        if (member.ValueKind is not JsonValueKind.String || !CompactJws.TryParse(member.GetString()!, out var jws, out _))
        {
            return (null, Invalid("the software statement is not a signed JWT"));
        }

        return await VerifyAsync(jws, cancellationToken) is { } error ? (null, error) : (jws.Payload, null);
    }

    private async ValueTask<OAuthError?> VerifyAsync(CompactJws jws, CancellationToken cancellationToken)
    {
        var named = jws.Payload.Text(TokenClaims.Iss);
        var issuer = _options.SoftwareStatementIssuers.FirstOrDefault(known => string.Equals(known.Issuer, named, StringComparison.Ordinal));
        if (named is null || issuer is null)
        {
            return Unapproved();
        }

        return await KeysOfAsync(issuer, jws.KeyId, cancellationToken) is not { } set || !algorithms.Find(set).Verifies(jws)
                ? Invalid("the software statement's signature does not verify")
            : profiles.SoftwareStatement.FaultOf(jws, clock.GetUtcNow(), [options.Value.Issuer!], out _) is not null
                ? Invalid("the software statement is not in force or not for this server")
            : null;
    }

    private async ValueTask<JsonWebKeySet?> KeysOfAsync(SoftwareStatementIssuer issuer, string? keyId, CancellationToken cancellationToken) =>
        issuer.Jwks is { } text ? (JsonWebKeyReader.TryReadSet(text, out var set) ? set : null)
        : issuer.JwksUri is { } uri ? await keys.FindAsync(uri, keyId, cancellationToken)
        : null;

    private static OAuthError Invalid(string description) => new(ErrorCodes.InvalidSoftwareStatement, description);

    private static OAuthError Unapproved() => new(ErrorCodes.UnapprovedSoftwareStatement, "nobody who is trusted here issued the software statement");
}
