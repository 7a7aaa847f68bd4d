using System.Collections.Immutable;
using System.Globalization;

namespace Attesto;

/// <summary>What a person agreed to let a client do at the same resources: the scope and the claims of every page that they agreed to, as long as it is remembered.</summary>
public sealed record Consent
{
    /// <summary>What it is found by: person, client and resources, hashed together.</summary>
    public TokenHash Id => IdOf(Subject, ClientId, Resources);

    /// <summary>The host's own identifier of the person.</summary>
    public required string Subject { get; init; }

    /// <summary>The client.</summary>
    public required string ClientId { get; init; }

    /// <summary>The resources (RFC 8707 §2), in any order; empty means the server's own audience.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>The scope that the person agreed to.</summary>
    public required ScopeSet Scope { get; init; }

    /// <summary>The claims that the page named one by one (OpenID Connect Core §5.5); mostly empty.</summary>
    public ImmutableArray<string> Claims { get; init; } = [];

    /// <summary>When the person agreed for the first time.</summary>
    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>The instant from which the person is asked again.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Tells two states of the same consent apart: <see cref="Secret.NewId"/> for each.</summary>
    public required string Version { get; init; }

    /// <summary>The <see cref="Id"/> of what a person agreed to at these resources.</summary>
    /// <param name="subject">The host's own identifier of the person.</param>
    /// <param name="clientId">The client.</param>
    /// <param name="resources">The resources, in any order.</param>
    /// <returns>The identifier.</returns>
    public static TokenHash IdOf(string subject, string clientId, ImmutableArray<string> resources) =>
        TokenHash.Of(string.Concat(resources.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Prepend(clientId).Prepend(subject).Select(Delimited)));

    // With its length, so that no two lists of texts read the same.
    private static string Delimited(string text) => string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}");
}
