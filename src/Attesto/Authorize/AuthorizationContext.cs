using System.Collections.Immutable;

namespace Attesto.Authorize;

/// <summary>An authorization request while its checks run: each fills in what it has established. It never leaves the validation.</summary>
internal sealed class AuthorizationContext(On endpoint, OAuthRequest http, AttestoOptions options, DateTimeOffset now)
{
    public On Endpoint { get; } = endpoint;

    public OAuthRequest Http { get; } = http;

    public AttestoOptions Options { get; } = options;

    public DateTimeOffset Now { get; } = now;

    /// <summary>The parameters that count. A pushed request or a request object replaces them, it is never merged (RFC 9126 §4, RFC 9101 §6.3).</summary>
    public RequestParameters Parameters { get; set; } = http.Parameters;

    /// <summary>What the request was loaded from, if it was.</summary>
    public PendingReference? Reference { get; set; }

    /// <summary>The pushed request behind a <c>request_uri</c> (RFC 9126 §4).</summary>
    public PushedRequest? Pushed { get; set; }

    public string? RequestUri { get; set; }

    /// <summary>The request as it was judged before, which settles everything.</summary>
    public AuthorizationRequest? Resumed { get; set; }

    public bool IsSigned { get; set; }

    public Client? FoundClient { get; set; }

    public Client Client => FoundClient ?? throw new InvalidOperationException("no check has found the client yet");

    public ValidatedRedirectUri? RedirectUri { get; set; }

    public ResponseMode ResponseMode { get; set; } = ResponseModes.Query;

    public ScopeSet Scope { get; set; } = ScopeSet.Empty;

    public ImmutableArray<string> Resources { get; set; } = [];

    public CodeChallenge? Challenge { get; set; }

    public string? DpopJkt { get; set; }

    public ImmutableArray<string> Prompt { get; set; } = [];

    public TimeSpan? MaxAge { get; set; }

    public ImmutableArray<string> AcrValues { get; set; } = [];

    public bool AcrIsEssential { get; set; }

    public ImmutableArray<string> UiLocales { get; set; } = [];

    public string? Display { get; set; }

    public string? SubjectHint { get; set; }

    public string? Claims { get; set; }

    public ImmutableArray<string> ClaimNames { get; set; } = [];

    /// <summary>The <c>state</c> to echo: null if it is absent, ambiguous, or nothing that can be echoed.</summary>
    public string? State => Parameters.All(Attesto.Parameters.State) is [{ Length: > 0 } state] && Wellformedness.IsAcceptable(Attesto.Parameters.State, state) ? state : null;

    /// <summary>A parameter's value, or null if it is absent or empty.</summary>
    public string? this[string name] => Parameters[name];

    /// <summary>The request that passed every check.</summary>
    public AuthorizationRequest ToRequest() => Resumed ?? new()
    {
        Client = Client,
        RedirectUri = RedirectUri ?? throw new InvalidOperationException("no check has matched the redirect URI"),
        ResponseMode = ResponseMode.Name,
        Scope = Scope,
        Resources = Resources,
        State = State,
        Nonce = this[Attesto.Parameters.Nonce],
        Challenge = Challenge,
        DpopJkt = DpopJkt,
        Prompt = Prompt,
        MaxAge = MaxAge,
        AcrValues = AcrValues,
        AcrIsEssential = AcrIsEssential,
        LoginHint = this[Attesto.Parameters.LoginHint],
        SubjectHint = SubjectHint,
        UiLocales = UiLocales,
        Display = Display,
        Claims = Claims,
        ClaimNames = ClaimNames,
        RequestUri = RequestUri,
        Reference = Reference,
        FrontChannel = Http.Parameters,
    };
}
