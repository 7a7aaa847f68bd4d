using System.Collections.Immutable;

namespace Attesto;

/// <summary>The registered names of client authentication methods (RFC 7591 §2, RFC 8705 §2).</summary>
public static class AuthenticationMethods
{
    /// <summary>A public client: no authentication.</summary>
    public const string None = "none";

    /// <summary>A secret in the <c>Authorization</c> header (RFC 6749 §2.3.1).</summary>
    public const string ClientSecretBasic = "client_secret_basic";

    /// <summary>A secret in the body (RFC 6749 §2.3.1).</summary>
    public const string ClientSecretPost = "client_secret_post";

    /// <summary>An assertion signed with the client's key (RFC 7523 §2.2).</summary>
    public const string PrivateKeyJwt = "private_key_jwt";

    /// <summary>A certificate of a trusted authority (RFC 8705 §2.1).</summary>
    public const string TlsClientAuth = "tls_client_auth";

    /// <summary>A self-signed certificate (RFC 8705 §2.2).</summary>
    public const string SelfSignedTlsClientAuth = "self_signed_tls_client_auth";

    /// <summary>What a server accepts that was not told otherwise.</summary>
    public static ImmutableArray<string> Usual { get; } = [ClientSecretBasic, ClientSecretPost, PrivateKeyJwt, None];
}
