namespace Attesto;

/// <summary>The registered well-known paths (RFC 8615).</summary>
internal static class WellKnown
{
    internal const string AuthorizationServer = "/.well-known/oauth-authorization-server";
    internal const string OpenIdConfiguration = "/.well-known/openid-configuration";
    internal const string ProtectedResource = "/.well-known/oauth-protected-resource";
    internal const string Jwks = "/.well-known/jwks.json";
}
