using System.Collections.Immutable;

namespace Attesto.Outbound;

/// <summary>The only way out of this server: client metadata documents, key sets, logout tokens. The URLs come from strangers, so an implementation
/// resolves a name once, refuses every special-use address, connects to the checked address only, follows no redirect and uses no proxy.</summary>
internal interface IOutboundClient
{
    /// <summary>Sends one request. Never throws for what the other side does.</summary>
    /// <param name="request">What to send, and how much to put up with.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response, whatever its status, or why there is none.</returns>
    Task<OutboundAnswer> SendAsync(OutboundRequest request, CancellationToken cancellationToken);
}

/// <summary>One request to a stranger's server.</summary>
/// <param name="Url">An absolute https URL without userinfo or fragment; anything else is refused.</param>
internal sealed record OutboundRequest(string Url)
{
    /// <summary>The fields of a form to POST; null sends a GET.</summary>
    public ImmutableArray<KeyValuePair<string, string>>? Form { get; init; }

    /// <summary>The <c>Accept</c> header.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>How many bytes of body are read; more is <see cref="OutboundFault.TooLarge"/>.</summary>
    public int MaxBodyLength { get; init; } = 16_384;

    /// <summary>How long the whole exchange may take: resolution, connection, TLS, headers and body.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>What came of a request.</summary>
internal abstract record OutboundAnswer
{
    private OutboundAnswer()
    {
    }

    /// <summary>The other side answered.</summary>
    /// <param name="Status">The HTTP status; a redirect is reported, never followed.</param>
    /// <param name="MediaType">The media type in lower case, without parameters, or null.</param>
    /// <param name="Body">The body.</param>
    /// <param name="FreshFor">How long a cache may keep it (RFC 9111 §4.2): zero for no-store and no-cache, null if the response does not say.</param>
    public sealed record Answered(int Status, string? MediaType, ReadOnlyMemory<byte> Body, TimeSpan? FreshFor) : OutboundAnswer;

    /// <summary>There is no usable answer.</summary>
    /// <param name="Fault">Why; for logs and tests.</param>
    public sealed record Failed(OutboundFault Fault) : OutboundAnswer;
}

/// <summary>Why an outbound request failed.</summary>
internal enum OutboundFault
{
    /// <summary>Not an absolute https URL, or one with userinfo or fragment.</summary>
    MalformedUrl,

    /// <summary>The name has no address.</summary>
    Unresolvable,

    /// <summary>The name has a special-use address (RFC 6890), among others perhaps.</summary>
    ForbiddenAddress,

    /// <summary>No connection, no trusted certificate, or not HTTP.</summary>
    ConnectionFailed,

    /// <summary>The exchange took too long.</summary>
    TimedOut,

    /// <summary>The body is longer than allowed.</summary>
    TooLarge,

    /// <summary>The body is compressed, which nobody asked for: a small body may unpack to a large one.</summary>
    Encoded,

    /// <summary>This host allows no outbound requests.</summary>
    NotAvailable,
}
