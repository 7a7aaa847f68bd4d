namespace Attesto;

/// <summary>The endpoints of this server. One enumeration names them for routing, discovery and canonical URLs, so that the three cannot drift.</summary>
public enum OAuthEndpoint
{
    /// <summary>The authorization server's metadata (RFC 8414 §3).</summary>
    AuthorizationServerMetadata,

    /// <summary>The OpenID provider's configuration (OpenID Connect Discovery §4).</summary>
    OpenIdConfiguration,

    /// <summary>The server's public keys (RFC 7517 §5).</summary>
    Jwks,

    /// <summary>The metadata of the resource that stands next to this server (RFC 9728 §3).</summary>
    ProtectedResourceMetadata,

    /// <summary>The authorization endpoint (RFC 6749 §3.1).</summary>
    Authorization,

    /// <summary>The token endpoint (RFC 6749 §3.2).</summary>
    Token,

    /// <summary>The pushed authorization request endpoint (RFC 9126 §2).</summary>
    PushedAuthorization,

    /// <summary>The revocation endpoint (RFC 7009 §2).</summary>
    Revocation,

    /// <summary>The introspection endpoint (RFC 7662 §2).</summary>
    Introspection,

    /// <summary>The UserInfo endpoint (OpenID Connect Core §5.3).</summary>
    UserInfo,

    /// <summary>The client registration endpoint (RFC 7591 §3).</summary>
    Registration,

    /// <summary>The device authorization endpoint (RFC 8628 §3.1).</summary>
    DeviceAuthorization,

    /// <summary>The page where a person enters a device's user code (RFC 8628 §3.3).</summary>
    DeviceVerification,

    /// <summary>The logout endpoint (OpenID Connect RP-Initiated Logout §2).</summary>
    EndSession,
}
