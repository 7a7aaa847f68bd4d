using Attesto.Jose;

namespace Attesto.Clients;

/// <summary>A <c>client_assertion</c> (RFC 7523 §2.2).</summary>
internal static class ClientAssertion
{
    /// <summary>The one <c>client_assertion_type</c> that is supported (RFC 7523 §2.2).</summary>
    public const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>The unverified <c>iss</c>, to look the client up with; null if there is none.</summary>
    public static string? ReadIssuer(string assertion) =>
        CompactJws.TryParse(assertion, out var jws, out _) ? jws.Payload.Text(TokenClaims.Iss) : null;
}
