using System.Collections.Immutable;

namespace Attesto;

/// <summary>What a client demands of the sign-in (OpenID Connect Core §3.1.2.1).</summary>
/// <param name="Authorization">The validated request; null at the device verification page (RFC 8628 §3.3), where no client redirects.</param>
public sealed record SignInRequest(AuthorizationRequest? Authorization)
{
    /// <summary>The <c>prompt</c> values; empty if the client left it open.</summary>
    public ImmutableArray<string> Prompt => Authorization?.Prompt ?? [];

    /// <summary>False if no page may be shown (<c>prompt=none</c>).</summary>
    public bool Interactive => !Prompt.Contains("none", StringComparer.Ordinal);

    /// <summary>True if the person must authenticate again although a session exists (<c>prompt=login</c>).</summary>
    public bool ForceReauthentication => Prompt.Contains("login", StringComparer.Ordinal);

    /// <summary>How old the authentication may be, or null.</summary>
    public TimeSpan? MaxAge => Authorization?.MaxAge;

    /// <summary>The requested authentication contexts in order of preference (OpenID Connect Core §3.1.2.1); empty if the client left it open.</summary>
    public ImmutableArray<string> AcrValues => Authorization?.AcrValues ?? [];

    /// <summary>True if a sign-in that meets none of <see cref="AcrValues"/> fails the request (OpenID Connect Core §5.5.1.1).</summary>
    public bool AcrIsEssential => Authorization?.AcrIsEssential ?? false;

    /// <summary>Whom the client expects, in its own words (OpenID Connect Core §3.1.2.1), or null.</summary>
    public string? LoginHint => Authorization?.LoginHint;
}
