using System.Diagnostics.CodeAnalysis;
using Attesto.Outbound;

namespace Attesto.Registration;

/// <summary>A client_id that is a URL (draft-ietf-oauth-client-id-metadata-document §3): https, a path, no fragment, no userinfo, no dot segments.</summary>
internal sealed record ClientIdUrl
{
    private const int MaxLength = 2048;

    private ClientIdUrl(string value, Uri url) => (Value, Host, Port) = (value, url.IdnHost.TrimEnd('.'), url.Port);

    /// <summary>The URL, byte for byte.</summary>
    public string Value { get; }

    /// <summary>The host in lower-case ASCII, without a trailing dot.</summary>
    public string Host { get; }

    /// <summary>The port, 443 if none is written.</summary>
    public int Port { get; }

    /// <summary>Reads a client_id.</summary>
    /// <param name="clientId">Any string.</param>
    /// <param name="url">The URL, or null.</param>
    /// <returns>True if it is one; any other client_id belongs to the ordinary registry.</returns>
    public static bool TryParse(string clientId, [NotNullWhen(true)] out ClientIdUrl? url)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        url = clientId.Length <= MaxLength && HttpsUrl.TryParse(clientId, out var parsed) && HasPlainPath(clientId) ? new ClientIdUrl(clientId, parsed) : null;
        return url is not null;
    }

    /// <summary>True if the other URL has the same scheme, host and port (RFC 6454 §4).</summary>
    /// <param name="other">A URL that a stranger gave.</param>
    /// <returns>Whether it has; false for anything that two parsers could read differently.</returns>
    public bool IsSameOrigin(string other) =>
        HttpsUrl.TryParse(other, out var url) && url.Port == Port && string.Equals(url.IdnHost.TrimEnd('.'), Host, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool HasPlainPath(string url)
    {
        var rest = url["https://".Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var path = slash < 0 ? "" : rest[slash..].Split('?')[0];
        return path.Length > 1 && !path.Split('/').Any(IsDotSegment);
    }

    private static bool IsDotSegment(string segment) =>
        segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..";
}
