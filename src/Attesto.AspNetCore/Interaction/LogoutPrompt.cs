namespace Attesto.AspNetCore;

/// <summary>What a page shows that asks whether somebody wants to sign out.</summary>
public sealed record LogoutPrompt
{
    /// <summary>Who asks for it, or null.</summary>
    public ClientDisplay? Client { get; init; }

    /// <summary>Whose account it is (<see cref="SignInOutcome.Authenticated.DisplayName"/>), or null.</summary>
    public string? Person { get; init; }

    /// <summary>Where the form is posted to: a path on this host.</summary>
    public required string Action { get; init; }

    /// <summary>The hidden fields: the request itself, so that it comes back with the answer.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; }
}
