using Attesto.Authorize;
using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>Sign-in and consent, with and without pages (OpenID Connect Core §3.1.2.3, §3.1.2.4, §3.1.2.6).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class InteractionTests
{
    private static readonly SignInOutcome.Authenticated Alice = new("alice");

    private readonly FrontChannel _server = new();

    [TestCase("login", true)]
    [TestCase("consent", false)]
    [TestCase("select_account", false)]
    [TestCase("login consent select_account", true)]
    [TestCase("login  login", true)]
    [TestCase(null, false)]
    [TestCase("", false)]
    public async Task The_host_is_told_what_the_client_demands(string? prompt, bool force)
    {
        await _server.AuthorizeAsync(("prompt", prompt), ("max_age", "0300"), ("acr_values", "gold silver"), ("login_hint", "al"), ("ui_locales", "de en"), ("display", "touch"));

        var asked = _server.Person.Asked.Single();
        var request = asked.Authorization!;
        Assert.That((asked.Interactive, asked.ForceReauthentication, asked.MaxAge), Is.EqualTo((true, force, (TimeSpan?)TimeSpan.FromSeconds(300))));
        Assert.That(request.AcrValues, Is.EqualTo(new[] { "gold", "silver" }));
        Assert.That(request.UiLocales, Is.EqualTo(new[] { "de", "en" }));
        Assert.That((request.LoginHint, request.Display), Is.EqualTo(("al", "touch")));
        Assert.That(request.FrontChannel["ui_locales"], Is.EqualTo("de en"));
    }

    [TestCase("wap", "wap")]
    [TestCase("hologram", null)]
    public async Task A_display_that_OpenID_Connect_does_not_name_is_none(string sent, string? told)
    {
        await _server.AuthorizeAsync(("display", sent));
        Assert.That(_server.Person.Asked.Single().Authorization!.Display, Is.EqualTo(told));
    }

    [Test]
    public async Task A_huge_max_age_does_not_overflow()
    {
        _server.Person.SignIn = Alice with { AuthTime = _server.Clock.Now };
        Assert.That((await _server.AuthorizeAsync(("max_age", new string('9', 400)), ("prompt", "none"))).Sent("code"), Is.Not.Empty);
    }

    [Test]
    public async Task A_page_of_the_host_is_returned_untouched()
    {
        var page = new object();
        _server.Person.SignIn = new SignInOutcome.Handled(page);
        Assert.That((await _server.AuthorizeAsync()).Answer, Is.EqualTo(new AuthorizeAnswer.Handled(page)));

        (_server.Person.SignIn, _server.Person.Consent) = (Alice, new ConsentOutcome.Handled(page));
        Assert.That((await _server.AuthorizeAsync()).Answer, Is.EqualTo(new AuthorizeAnswer.Handled(page)));
        Assert.That(_server.Codes, Is.Not.Null);
    }

    private static IEnumerable<TestCaseData> Silent() =>
    [
        new TestCaseData(new SignInOutcome.Unauthenticated(), null, "login_required").SetName("Silent_and_nobody_there"),
        new TestCaseData(new SignInOutcome.Handled("page"), null, "login_required").SetName("Silent_but_the_host_made_a_page"),
        new TestCaseData(new SignInOutcome.Refused("interaction_required"), null, "interaction_required").SetName("Silent_and_the_host_says_why"),
        new TestCaseData(new SignInOutcome.Refused("account_selection_required"), null, "account_selection_required").SetName("Silent_and_several_accounts"),
        new TestCaseData(Alice, new ConsentOutcome.Handled("page"), "consent_required").SetName("Silent_but_the_host_made_a_consent_page"),
        new TestCaseData(Alice, new ConsentOutcome.Denied(), "consent_required").SetName("Silent_and_consent_is_refused"),
    ];

    [TestCaseSource(nameof(Silent))]
    public async Task Without_pages_nothing_is_shown_and_nothing_leaks(SignInOutcome signIn, ConsentOutcome? consent, string error)
    {
        (_server.Person.SignIn, _server.Person.Consent) = (signIn, consent ?? new ConsentOutcome.Granted());

        var outcome = await _server.AuthorizeAsync(("prompt", "none"));

        Assert.That(_server.Person.Asked.Single().Interactive, Is.False);
        Assert.That(outcome.Sent("error"), Is.EqualTo(error));
        Assert.That(outcome.SentOrNull("code"), Is.Null);
        Assert.That(outcome.Events.Single().Name, Is.EqualTo(consent is ConsentOutcome.Denied ? EventName.AuthorizationDenied : EventName.AuthorizationFailed));
    }

    [Test]
    public async Task Without_pages_a_session_still_gets_its_code() => Assert.That((await _server.AuthorizeAsync(("prompt", "none"))).Sent("code"), Is.Not.Empty);

    private static IEnumerable<TestCaseData> Refusals() =>
    [
        new TestCaseData(new SignInOutcome.Unauthenticated(), null, "server_error", EventName.AuthorizationFailed).SetName("Nobody_and_no_page"),
        new TestCaseData(new SignInOutcome.Refused("access_denied"), null, "access_denied", EventName.AuthorizationDenied).SetName("Cancelled_sign_in"),
        new TestCaseData(new SignInOutcome.Refused("login_required"), null, "login_required", EventName.AuthorizationFailed).SetName("Refused_sign_in"),
        new TestCaseData(new SignInOutcome.Refused("made_up"), null, "server_error", EventName.AuthorizationFailed).SetName("Unknown_refusal"),
        new TestCaseData(Alice, new ConsentOutcome.Denied(), "access_denied", EventName.AuthorizationDenied).SetName("Refused_consent"),
    ];

    [TestCaseSource(nameof(Refusals))]
    public async Task A_refusal_goes_to_the_client(SignInOutcome signIn, ConsentOutcome? consent, string error, EventName name)
    {
        (_server.Person.SignIn, _server.Person.Consent) = (signIn, consent ?? new ConsentOutcome.Granted());
        var outcome = await _server.AuthorizeAsync();
        Assert.That((outcome.Sent("error"), outcome.Sent("state"), outcome.Events.Single().Name), Is.EqualTo((error, "xyz", name)));
    }

    [Test]
    public async Task The_sign_in_rides_on_the_code()
    {
        _server.Options.Claims.ParameterSupported = true;
        _server.Options.Claims.Supported = ["email", "given_name"];
        _server.App = _server.App with { AllowedClaims = ["email", "given_name"] };
        var authTime = _server.Clock.Now.AddMinutes(-1);
        _server.Person.SignIn = Alice with { AuthTime = authTime, Acr = "gold", Amr = ["pwd", "otp"], SessionId = "s1", SecurityStamp = "t1" };
        const string claims = """{"userinfo":{"email":null},"id_token":{"given_name":{"essential":true,"values":["A","B"]}}}""";

        var code = await _server.CodeOfAsync(await _server.AuthorizeAsync(("claims", claims), ("resource", "https://files.example"), ("dpop_jkt", FrontChannel.Challenge)));

        var granted = code.Authorization;
        Assert.That((granted.Subject, granted.ClientId, granted.AuthTime, granted.Acr, granted.SessionId, granted.SecurityStamp),
            Is.EqualTo(("alice", "app", (DateTimeOffset?)authTime, "gold", "s1", "t1")));
        Assert.That(granted.Amr, Is.EqualTo(new[] { "pwd", "otp" }));
        Assert.That(granted.Resources, Is.EqualTo(new[] { "https://files.example" }));
        Assert.That((granted.Claims, granted.Scope.ToString()), Is.EqualTo((claims, "openid read:reports")));
        Assert.That(
            (code.Nonce, code.RedirectUri, code.Challenge!.Value, code.DpopJkt), Is.EqualTo(("n-0S6", FrontChannel.Callback, FrontChannel.Challenge, FrontChannel.Challenge)));
        Assert.That(code.ExpiresAt, Is.EqualTo(_server.Clock.Now.AddSeconds(60)));
        Assert.That(code.KeepUntil, Is.EqualTo(code.ExpiresAt + _server.Options.Tokens.AccessTokenLifetime), "a replay revokes what came of it (RFC 6749 §4.1.2)");
    }

    [Test]
    public async Task Every_code_starts_a_family_of_its_own()
    {
        var first = await _server.CodeOfAsync(await _server.AuthorizeAsync());
        var second = await _server.CodeOfAsync(await _server.AuthorizeAsync());
        Assert.That(first.Authorization.GrantId, Is.Not.EqualTo(second.Authorization.GrantId));
    }

    [TestCase("{\"userinfo\":{\"email\":null}}", false)]
    [TestCase("{}", true)]
    public async Task Claims_that_ask_nothing_or_are_not_supported_leave_no_trace(string claims, bool isSupported)
    {
        _server.Options.Claims.ParameterSupported = isSupported;
        Assert.That((await _server.CodeOfAsync(await _server.AuthorizeAsync(("claims", claims)))).Authorization.Claims, Is.Null);
    }

    [Test]
    public async Task A_demanded_age_needs_a_known_time_and_is_never_invented()
    {
        Assert.That((await _server.AuthorizeAsync(("max_age", "60"))).Sent("error"), Is.EqualTo("server_error"));
        Assert.That((await _server.CodeOfAsync(await _server.AuthorizeAsync())).Authorization.AuthTime, Is.Null);
    }

    [TestCase(59, null)]
    [TestCase(60, null)]
    [TestCase(61, "login_required")]
    public async Task Without_pages_an_old_session_does_not_meet_max_age(int age, string? error)
    {
        _server.Person.SignIn = Alice with { AuthTime = _server.Clock.Now.AddSeconds(-age) };
        Assert.That((await _server.AuthorizeAsync(("max_age", "60"), ("prompt", "none"))).SentOrNull("error"), Is.EqualTo(error));
    }

    [TestCase("gold", null)]
    [TestCase("tin", "unmet_authentication_requirements")]
    [TestCase(null, "unmet_authentication_requirements")]
    public async Task An_essential_acr_must_be_met(string? acr, string? error)
    {
        _server.Options.Claims.ParameterSupported = true;
        _server.Person.SignIn = Alice with { Acr = acr };
        var outcome = await _server.AuthorizeAsync(("claims", """{"id_token":{"acr":{"essential":true,"values":["gold","silver"]}}}"""));
        Assert.That(outcome.SentOrNull("error"), Is.EqualTo(error));
        Assert.That(_server.Person.Asked.Single().Authorization!.AcrValues, Is.EqualTo(new[] { "gold", "silver" }));
    }

    [TestCase("usr_alice", null)]
    [TestCase("usr_bob", "login_required")]
    public async Task A_demanded_subject_is_the_only_one_that_will_do(string sub, string? error)
    {
        _server.Options.Claims.ParameterSupported = true;
        var claims = """{"id_token":{"sub":{"value":"SUB"}}}""".Replace("SUB", sub, StringComparison.Ordinal);
        Assert.That((await _server.AuthorizeAsync(("claims", claims))).SentOrNull("error"), Is.EqualTo(error));
    }

    [Test]
    public async Task A_person_may_agree_to_less_but_never_to_more()
    {
        _server.Person.Consent = new ConsentOutcome.Granted(ScopeSet.Of("openid", "write:reports"));
        var outcome = await _server.AuthorizeAsync();
        Assert.That((await _server.CodeOfAsync(outcome)).Authorization.Scope, Is.EqualTo(ScopeSet.Of("openid")));
        Assert.That(outcome.Events.Single().Scope, Is.EqualTo("openid"));
    }

    [TestCase(true, null)]
    [TestCase(false, "invalid_request")]
    public async Task The_nonce_policy_counts_for_openid_only(bool isPlain, string? error)
    {
        _server.Options.Authorization.RequireNonce = true;
        Assert.That((await _server.AuthorizeAsync(("nonce", null), ("scope", isPlain ? "read:reports" : "openid"))).SentOrNull("error"), Is.EqualTo(error));
    }

    [Test]
    public async Task A_request_without_scope_gets_the_default_or_none()
    {
        Assert.That((await _server.CodeOfAsync(await _server.AuthorizeAsync(("scope", null)))).Authorization.Scope, Is.EqualTo(ScopeSet.Empty));
        _server.App = _server.App with { DefaultScope = ScopeSet.Of("read:reports") };
        Assert.That((await _server.CodeOfAsync(await _server.AuthorizeAsync(("scope", null)))).Authorization.Scope, Is.EqualTo(ScopeSet.Of("read:reports")));
    }

    [Test]
    public async Task Scope_and_grant_beyond_the_clients_allowance_are_refused_at_once()
    {
        _server.App = _server.App with { AllowedScope = ScopeSet.Of("openid", "read:*") };
        Assert.That((await _server.AuthorizeAsync()).Sent("code"), Is.Not.Empty);
        Assert.That((await _server.AuthorizeAsync(("scope", "openid write:reports"))).Sent("error"), Is.EqualTo("invalid_scope"));
        _server.App = _server.App with { GrantTypes = ["client_credentials"] };
        Assert.That((await _server.AuthorizeAsync()).Sent("error"), Is.EqualTo("unauthorized_client"));
    }
}
