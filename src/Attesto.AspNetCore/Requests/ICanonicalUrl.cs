using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Overrides how the URL of a request is derived, for topologies that forwarded headers cannot describe. DPoP proofs are compared with it (RFC 9449 §4.3).</summary>
public interface ICanonicalUrl
{
    /// <summary>The URL as the client sees it.</summary>
    /// <param name="http">The request.</param>
    /// <returns>An absolute URL without query and fragment; null leaves it to the derivation from socket and trusted proxies.</returns>
    string? UrlOf(HttpContext http);
}
