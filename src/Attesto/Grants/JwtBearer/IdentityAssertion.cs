using System.Collections.Immutable;
using System.Text.Json;

namespace Attesto.Grants;

/// <summary>A verified identity assertion (Identity Assertion Authorization Grant §3).</summary>
internal sealed record IdentityAssertion
{
    /// <summary>The <c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>The <c>sub</c>, as the issuer names the person.</summary>
    public required string Subject { get; init; }

    /// <summary>The identity of this assertion for replay detection.</summary>
    public required TokenHash ReplayId { get; init; }

    /// <summary>The <c>exp</c>.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The <c>scope</c>, a ceiling; null if it sets none.</summary>
    public ScopeSet? Scope { get; init; }

    /// <summary>The <c>resource</c>, a ceiling; empty if it sets none.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>The thumbprint of the DPoP key that must present it, or null.</summary>
    public string? DpopJkt { get; init; }

    /// <summary>The whole payload.</summary>
    public required JsonElement Claims { get; init; }
}
