using System.Collections.Immutable;

namespace Attesto;

/// <summary>An authorization request that passed every check (RFC 6749 §4.1.1). Nothing else can make one.</summary>
public sealed record AuthorizationRequest
{
    internal AuthorizationRequest()
    {
    }

    /// <summary>The client.</summary>
    public required Client Client { get; init; }

    /// <summary>Where the response goes: one of the client's registered redirect URIs.</summary>
    public required ValidatedRedirectUri RedirectUri { get; init; }

    /// <summary>How the response travels, such as <c>query</c> or <c>form_post.jwt</c>.</summary>
    public required string ResponseMode { get; init; }

    /// <summary>The requested scope, within the catalogue and the client's allowance.</summary>
    public required ScopeSet Scope { get; init; }

    /// <summary>The requested resources (RFC 8707), or empty.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary>The client's <c>state</c>, echoed untouched; null if there is none.</summary>
    public string? State { get; init; }

    /// <summary>The <c>nonce</c> for the ID token, or null.</summary>
    public string? Nonce { get; init; }

    /// <summary>The PKCE challenge, or null if the client is exempt (RFC 7636).</summary>
    public CodeChallenge? Challenge { get; init; }

    /// <summary>The thumbprint of the DPoP key that the code will be bound to (RFC 9449 §10), or null.</summary>
    public string? DpopJkt { get; init; }

    /// <summary>The <c>prompt</c> values (OpenID Connect Core §3.1.2.1); empty if absent.</summary>
    public ImmutableArray<string> Prompt { get; init; } = [];

    /// <summary>How old the authentication may be (OpenID Connect Core §3.1.2.1), or null.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The requested authentication contexts in order of preference (OpenID Connect Core §3.1.2.1); empty if absent.</summary>
    public ImmutableArray<string> AcrValues { get; init; } = [];

    /// <summary>True if a sign-in that meets none of <see cref="AcrValues"/> fails the request (OpenID Connect Core §5.5.1.1).</summary>
    public bool AcrIsEssential { get; init; }

    /// <summary>Whom the client expects (OpenID Connect Core §3.1.2.1), or null.</summary>
    public string? LoginHint { get; init; }

    /// <summary>The only <c>sub</c> that will do, of a verified <c>id_token_hint</c> (OpenID Connect Core §3.1.2.1) or the <c>claims</c> parameter, or null.</summary>
    public string? SubjectHint { get; init; }

    /// <summary>The preferred languages in order (OpenID Connect Core §3.1.2.1); empty if absent.</summary>
    public ImmutableArray<string> UiLocales { get; init; } = [];

    /// <summary>How the pages should be displayed (OpenID Connect Core §3.1.2.1), or null.</summary>
    public string? Display { get; init; }

    /// <summary>The <c>claims</c> parameter as JSON text (OpenID Connect Core §5.5), without what server and client do not allow; or null.</summary>
    public string? Claims { get; init; }

    /// <summary>The claims in it that the requested scope does not open anyway: a consent page names them one by one. Empty if there are none.</summary>
    public ImmutableArray<string> ClaimNames { get; init; } = [];

    /// <summary>The PAR reference that this request was resolved from (RFC 9126), or null.</summary>
    public string? RequestUri { get; init; }

    /// <summary>What it was loaded from, to be spent with the code; mostly null.</summary>
    internal PendingReference? Reference { get; init; }

    /// <summary>The parameters as the browser brought them, for a page that comes back to this very request.</summary>
    public required RequestParameters FrontChannel { get; init; }
}
