using System.Collections.Immutable;

namespace Attesto;

/// <summary>A logout request that passed every check (OpenID Connect RP-Initiated Logout §2). Nothing else can make one.</summary>
public sealed record EndSessionRequest
{
    internal EndSessionRequest()
    {
    }

    /// <summary>The client that asks, or null if it did not say who it is.</summary>
    public Client? Client { get; init; }

    /// <summary>The <c>sub</c> of the verified hint, which for a client with pairwise subjects is its own, or null.
    /// A hint may be old and in strange hands: it never proves that this person is at the browser.</summary>
    public string? Subject { get; init; }

    /// <summary>The <c>sid</c> of the verified hint, or null. It says which session is meant, not that it may be ended unasked.</summary>
    public string? SessionId { get; init; }

    /// <summary>Whom the client means, in its own words (<c>logout_hint</c>), or null.</summary>
    public string? LogoutHint { get; init; }

    /// <summary>The preferred languages in order; empty if absent.</summary>
    public ImmutableArray<string> UiLocales { get; init; } = [];

    /// <summary>Where the browser goes afterwards: one of the client's registered URIs, or null for a page of the host.</summary>
    public string? PostLogoutRedirectUri { get; init; }

    /// <summary>The parameters as the browser brought them, for a confirmation page that comes back to this very request.</summary>
    public required RequestParameters FrontChannel { get; init; }
}
