using System.Collections.Immutable;

namespace Attesto.AspNetCore;

/// <summary>Who waits for a sign-in, for the page that asks for it.</summary>
public sealed record SignInPrompt
{
    /// <summary>Where to go once the person has signed in.</summary>
    public required string ReturnUrl { get; init; }

    /// <summary>Where to go if the person cancels.</summary>
    public required string CancelUrl { get; init; }

    /// <summary>The client that asks; null where none does, as on the device page before a code was entered.</summary>
    public string? ClientId { get; init; }

    /// <summary>That client, as the page may show it; null where it is not known.</summary>
    public ClientDisplay? Client { get; init; }

    /// <summary>Whom the client expects, in its own words (OpenID Connect Core §3.1.2.1), or null.</summary>
    public string? LoginHint { get; init; }

    /// <summary>The authentication contexts that the client wishes for, in order (OpenID Connect Core §3.1.2.1); empty if it left that open.</summary>
    public ImmutableArray<string> AcrValues { get; init; } = [];

    /// <summary>True if a session that stands somewhere is not enough, as at another provider that signs in for this server: <c>prompt=login</c>, or <c>max_age</c>.</summary>
    public bool IsReauthentication { get; init; }

    /// <summary>The preferred languages in order (OpenID Connect Core §3.1.2.1); empty if the client named none.</summary>
    public ImmutableArray<string> UiLocales { get; init; } = [];
}
