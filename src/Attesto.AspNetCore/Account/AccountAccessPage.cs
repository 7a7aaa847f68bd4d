namespace Attesto.AspNetCore;

/// <summary>What has access to a person's account.</summary>
/// <param name="Applications">The connected applications, the one that was used last first.</param>
/// <param name="Browsers">The browsers that are signed in, this one first.</param>
public sealed record AccountAccessPage(IReadOnlyList<ConnectedApplication> Applications, IReadOnlyList<SignedInBrowser> Browsers);

/// <summary>An application that may act for a person.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="Client">How a page may show it; a client that is gone has its identifier for a name.</param>
public sealed record ConnectedApplication(string ClientId, ClientDisplay Client)
{
    /// <summary>What it may do: all that it was granted, and all that it would be granted without asking again.</summary>
    public required ScopeSet Scope { get; init; }

    /// <summary>The claims that the person agreed to one by one; mostly empty.</summary>
    public IReadOnlyList<string> Claims { get; init; } = [];

    /// <summary>Since when, as far as it is known.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it last got a token with one of its grants; null if it has none now.</summary>
    public DateTimeOffset? LastUsed { get; init; }

    internal static ConnectedApplication Of(ClientDisplay client, string clientId, IReadOnlyCollection<Grant> grants, IReadOnlyCollection<Consent> consents) =>
        new(clientId, client)
        {
            Scope = ScopeSet.Of(consents.SelectMany(consent => consent.Scope).Concat(grants.SelectMany(grant => grant.Authorization.Scope))),
            Claims = [.. consents.SelectMany(consent => consent.Claims).Distinct(StringComparer.Ordinal)],
            Since = grants.Select(grant => grant.CreatedAt).Concat(consents.Select(consent => consent.GivenAt)).Min(),
            LastUsed = grants.Count == 0 ? null : grants.Max(grant => grant.LastUsedAt),
        };
}

/// <summary>A browser that a person is signed in with.</summary>
/// <param name="Id">What the form brings back to end it; empty where there is nothing to end from elsewhere.</param>
/// <param name="Since">Since when, or null if that is not known.</param>
/// <param name="IsThis">True for the one that shows the page.</param>
public sealed record SignedInBrowser(string Id, DateTimeOffset? Since, bool IsThis);
