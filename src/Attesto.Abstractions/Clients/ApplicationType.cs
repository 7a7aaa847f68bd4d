namespace Attesto;

/// <summary>The kind of application a client is (OpenID Connect Registration §2, <c>application_type</c>).</summary>
public enum ApplicationType
{
    /// <summary>Redirects go to a web server.</summary>
    Web,

    /// <summary>Redirects go to the device itself: loopback on any port, or a private-use scheme (RFC 8252 §7).</summary>
    Native,
}
