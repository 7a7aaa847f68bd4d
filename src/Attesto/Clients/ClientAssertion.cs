namespace Attesto.Clients;

/// <summary>A <c>client_assertion</c> (RFC 7523 §2.2).</summary>
internal static class ClientAssertion
{
    /// <summary>The unverified <c>iss</c>, to look the client up with; null if there is none.</summary>
    public static string? ReadIssuer(string assertion) => null;
}
