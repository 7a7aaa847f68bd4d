using System.Collections.Immutable;

namespace Attesto;

/// <summary>Something that happened, for audit and monitoring. No event ever carries a secret, a code, a token or a proof.</summary>
/// <param name="Name">Which event of the closed set.</param>
public sealed record ServerEvent(EventName Name)
{
    /// <summary>The <c>sub</c> of the resource owner, if one is known.</summary>
    public string? Subject { get; init; }

    /// <summary>The client, if one is known.</summary>
    public string? ClientId { get; init; }

    /// <summary>The granted scope; in a denial the requested one. Space-separated.</summary>
    public string? Scope { get; init; }

    /// <summary>The grant type; in a denial the raw value of the request.</summary>
    public string? GrantType { get; init; }

    /// <summary>In a denial, the error code or the reason.</summary>
    public string? Result { get; init; }

    /// <summary>More about the request, by wire-style names such as <c>client_ip</c>. Values are strings, numbers, null, or maps of those.</summary>
    public ImmutableDictionary<string, object?> Metadata { get; init; } = ImmutableDictionary<string, object?>.Empty;
}
