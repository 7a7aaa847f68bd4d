using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;

namespace Attesto;

/// <summary>What an endpoint lifted out of one HTTP request, as plain data. The protocol reads nothing else.</summary>
public sealed record OAuthRequest
{
    /// <summary>The HTTP method as sent, case kept.</summary>
    public required string Method { get; init; }

    /// <summary>The canonical URL of the endpoint or resource, behind trusted proxies, without query: what a DPoP <c>htu</c> must name (RFC 9449 §4.3).</summary>
    public required string Url { get; init; }

    /// <summary>True if the client's connection is encrypted, as far as trusted proxies tell.</summary>
    public required bool IsHttps { get; init; }

    /// <summary>The parameters: of the body for a POST, of the query for a GET.</summary>
    public RequestParameters Parameters { get; init; } = RequestParameters.None;

    /// <summary>The parameters of the query, whatever the method.</summary>
    public RequestParameters Query { get; init; } = RequestParameters.None;

    /// <summary>True if the browser comes back from a page that this very request led to; the transport vouches for it.</summary>
    public bool IsReturn { get; init; }

    /// <summary>True if the parameters were posted.</summary>
    internal bool IsPost => string.Equals(Method, "POST", StringComparison.Ordinal);

    /// <summary>Why the body could not be read (wrong media type, malformed, too large), or null. The first thing an endpoint answers.</summary>
    public OAuthError? Unreadable { get; init; }

    /// <summary>Every <c>Authorization</c> header value, as sent.</summary>
    public ImmutableArray<string> Authorization { get; init; } = [];

    /// <summary>Every <c>DPoP</c> header value, as sent (RFC 9449 §4.1).</summary>
    public ImmutableArray<string> Dpop { get; init; } = [];

    /// <summary>The client's certificate from the TLS socket or a trusted proxy's header (RFC 8705 §2), or null.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>True if a certificate was presented that could not be parsed.</summary>
    public bool HasMalformedCertificate { get; init; }

    /// <summary>The <c>Accept</c> header as sent, or null.</summary>
    public string? Accept { get; init; }

    /// <summary>The client's IP address behind trusted proxies, for events; null if unknown.</summary>
    public string? ClientIp { get; init; }
}
