namespace Attesto.AspNetCore;

/// <summary>What a consent page shows: who asks for what, and the form that brings the answer.</summary>
public sealed record ConsentPrompt
{
    /// <summary>Who asks.</summary>
    public required ClientDisplay Client { get; init; }

    /// <summary>Where the answer goes: the one thing about an unknown client that cannot be made up.</summary>
    public required RedirectTarget Target { get; init; }

    /// <summary>What it asks for.</summary>
    public required IReadOnlyList<string> Scope { get; init; }

    /// <summary>Claims that it asks for one by one (OpenID Connect Core §5.5); mostly empty.</summary>
    public required IReadOnlyList<string> Claims { get; init; }

    /// <summary>True if the person may agree to a part of the scope: a check box for each, named by <see cref="ConsentForm.FieldOf"/>.</summary>
    public bool IsChoice { get; init; }

    /// <summary>Whose account it is (<see cref="SignInOutcome.Authenticated.DisplayName"/>), or null.</summary>
    public string? Person { get; init; }

    /// <summary>Where somebody else signs in: the host knows.</summary>
    public string? SwitchUrl { get; init; }

    /// <summary>Where the form is posted to: a path on this host.</summary>
    public required string Action { get; init; }

    /// <summary>The hidden fields: the request itself, so that it comes back with the answer.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; }
}
