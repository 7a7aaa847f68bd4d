using Attesto.Authorize;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>A person walks through the pages: what was judged is kept, one code comes of it, and the second click gets the first one's response.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PendingRequestTests
{
    private readonly FrontChannel _server = new();

    [Test(Description = "RFC 9126 §2.2, §4: the lifetime is the machine's, not the person's")]
    public async Task A_pushed_request_that_a_browser_has_brought_waits_for_the_person()
    {
        var reference = await _server.PushedAsync();
        await ShowPageAsync(Pushed(reference));
        _server.Clock.Advance(TimeSpan.FromMinutes(59));
        await ShowPageAsync(Pushed(reference), consent: true);
        Assert.That((await _server.AuthorizeAsync(Pushed(reference))).Sent("code"), Is.Not.Empty);
    }

    [Test]
    public async Task It_waits_for_an_hour_in_all_however_many_pages_it_shows()
    {
        var reference = await _server.PushedAsync();
        await ShowPageAsync(Pushed(reference));
        _server.Clock.Advance(TimeSpan.FromMinutes(59));
        await ShowPageAsync(Pushed(reference));
        _server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await _server.AuthorizeAsync(Pushed(reference))).Shown.Code, Is.EqualTo("invalid_request_uri"));
    }

    [Test]
    public async Task A_request_that_no_browser_brought_in_time_is_refused()
    {
        var reference = await _server.PushedAsync();
        _server.Clock.Advance(TimeSpan.FromSeconds(90));
        Assert.That((await _server.AuthorizeAsync(Pushed(reference))).Shown.Code, Is.EqualTo("invalid_request_uri"));
    }

    [Test]
    public async Task What_was_established_comes_back_whole()
    {
        _server.Options.Claims.ParameterSupported = true;
        (string, string?)[] everything =
        [
            ("prompt", "consent"), ("max_age", "60"), ("acr_values", "gold silver"), ("login_hint", "alice"), ("ui_locales", "ja ar"), ("display", "popup"),
            ("claims", """{"id_token":{"acr":{"essential":true,"values":["gold"]}}}"""), ("resource", "https://files.example"), ("response_mode", "fragment"),
            ("dpop_jkt", FrontChannel.Challenge),
        ];
        var reference = await _server.PushedAsync(everything);
        await ShowPageAsync(Pushed(reference), consent: true, new SignInOutcome.Authenticated("alice") { AuthTime = _server.Clock.Now, Acr = "gold" });
        await ShowPageAsync(Pushed(reference), consent: true, new SignInOutcome.Authenticated("alice") { AuthTime = _server.Clock.Now, Acr = "gold" });
        var (first, second) = (_server.Person.AskedToAgree[0].Authorization!, _server.Person.AskedToAgree[1].Authorization!);
        Assert.That(Comparable(second), Is.EqualTo(Comparable(first)));
        Assert.That((second.AcrIsEssential, second.LoginHint, second.Display, second.RequestUri), Is.EqualTo((true, "alice", "popup", reference)));
    }

    [Test]
    public async Task What_was_taken_from_the_client_meanwhile_is_gone()
    {
        var reference = await _server.PushedAsync();
        await ShowPageAsync(Pushed(reference));
        _server.App = _server.App with { RedirectUris = ["https://app.example/new"] };
        Assert.That((await _server.AuthorizeAsync(Pushed(reference))).Shown.Code, Is.EqualTo("invalid_request"));
        _server.App = _server.App with { RedirectUris = [FrontChannel.Callback], IsRevoked = true };
        Assert.That((await _server.AuthorizeAsync(Pushed(reference))).Shown.Code, Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task The_second_click_gets_what_the_first_one_got()
    {
        var answer = await OnConsentPageAsync();
        var first = await _server.AuthorizeAsync(answer);
        _server.Person.Consent = new ConsentOutcome.Granted { IsRepetition = true };
        var second = await _server.AuthorizeAsync(answer);
        Assert.That(second.Response.ToLocation(), Is.EqualTo(first.Response.ToLocation()));
        Assert.That((first.Events.Single().Name, second.Events), Is.EqualTo((EventName.CodeIssued, Array.Empty<ServerEvent>())));
    }

    [Test]
    public async Task Two_clicks_at_once_get_the_same_code()
    {
        var answer = await OnConsentPageAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Person.OnConsent = () => gate.Task;
        _server.Person.Consent = new ConsentOutcome.Granted { IsRepetition = true };
        var clicks = Enumerable.Range(0, 8).Select(_ => _server.AuthorizeAsync(answer)).ToArray();
        gate.SetResult();
        Assert.That((await Task.WhenAll(clicks)).Select(outcome => outcome.Sent("code")).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task Another_person_another_answer_and_a_code_that_was_used_go_back_as_an_error()
    {
        var answer = await OnConsentPageAsync();
        var code = (await _server.AuthorizeAsync(answer)).Sent("code");
        _server.Person.Consent = new ConsentOutcome.Granted { IsRepetition = true };

        _server.Person.SignIn = new SignInOutcome.Authenticated("bob");
        Assert.That((await _server.AuthorizeAsync(answer)).Sent("error"), Is.EqualTo("invalid_request"));

        _server.Person.SignIn = new SignInOutcome.Authenticated("alice");
        _server.Person.Consent = new ConsentOutcome.Denied();
        Assert.That((await _server.AuthorizeAsync(answer)).Sent("error"), Is.EqualTo("access_denied"));

        _server.Person.Consent = new ConsentOutcome.Granted { IsRepetition = true };
        await _server.Codes.SpendAsync(TokenHash.Of(code), CancellationToken.None);
        Assert.That((await _server.AuthorizeAsync(answer)).Sent("error"), Is.EqualTo("invalid_request"), "a code that was presented is not sent again");
    }

    [Test(Description = "RFC 6749 §4.1.2: the code is dead at the end of its life")]
    public async Task A_code_that_has_expired_is_not_sent_again()
    {
        var answer = await OnConsentPageAsync();
        var code = await _server.CodeOfAsync(await _server.AuthorizeAsync(answer));
        _server.Person.Consent = new ConsentOutcome.Granted { IsRepetition = true };
        _server.Clock.Advance(code.ExpiresAt - _server.Clock.Now);
        Assert.That((await _server.AuthorizeAsync(answer)).Sent("error"), Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task Who_comes_back_from_the_sign_in_once_more_gets_the_same_answer_and_is_asked_nothing()
    {
        var back = Returning(await OnConsentPageAsync());
        var first = await _server.AuthorizeAsync(back);
        _server.Person.Consent = new ConsentOutcome.Handled("page");
        Assert.That((await _server.AuthorizeAsync(back)).Response.ToLocation(), Is.EqualTo(first.Response.ToLocation()));
    }

    [Test]
    public async Task Two_returns_at_once_get_the_same_code()
    {
        var back = Returning(await OnConsentPageAsync());
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Person.OnConsent = () => gate.Task;
        var returns = Enumerable.Range(0, 4).Select(_ => _server.AuthorizeAsync(back)).ToArray();
        gate.SetResult();
        Assert.That((await Task.WhenAll(returns)).Select(outcome => outcome.Sent("code")).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task An_answer_given_twice_that_no_reference_remembers_gets_no_second_code()
    {
        _server.Person.Consent = new ConsentOutcome.Granted { IsRepetition = true };
        var outcome = await _server.AuthorizeAsync();
        Assert.That((outcome.Shown.Code, outcome.Events.Single().Name), Is.EqualTo(("invalid_request", EventName.AuthorizationFailed)));
        Assert.That((await _server.AuthorizeAsync(FrontChannel.Request() with { Method = "POST" })).Sent("error"), Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task After_a_pushed_request_the_error_names_the_reference()
    {
        var reference = await _server.PushedAsync();
        var post = Pushed(reference) with { Method = "POST" };
        await _server.AuthorizeAsync(post);
        var again = await _server.AuthorizeAsync(post);
        Assert.That(
            (again.Sent("error"), again.Events.Single().Name), Is.EqualTo(("invalid_request_uri", EventName.AuthorizationFailed)), "nobody says that it is the same answer");
        Assert.That((await _server.AuthorizeAsync(Pushed(reference))).Shown.Code, Is.EqualTo("invalid_request_uri"), "an old link");
    }

    [Test]
    public async Task A_form_that_was_altered_is_another_request()
    {
        var answer = await OnConsentPageAsync();
        var altered = answer with { Parameters = new RequestParameters(answer.Parameters.Select(pair => pair.Key == "scope" ? new("scope", "openid") : pair)) };
        await _server.AuthorizeAsync(altered);
        Assert.That(_server.Person.AskedToAgree[^1].Authorization!.Scope.ToString(), Is.EqualTo("openid"));
        Assert.That((await _server.AuthorizeAsync(answer)).Sent("code"), Is.Not.Empty, "the reference was not spent for it");
    }

    [Test(Description = "RFC 6749 §3.1: a parameter without a value counts as omitted")]
    public async Task An_empty_field_of_a_form_alters_nothing()
    {
        var answer = await OnConsentPageAsync();
        var first = await _server.AuthorizeAsync(answer with { Parameters = new RequestParameters([.. answer.Parameters, new("claims", "")]) });
        _server.Person.Consent = new ConsentOutcome.Granted { IsRepetition = true };
        Assert.That((await _server.AuthorizeAsync(answer)).Response.ToLocation(), Is.EqualTo(first.Response.ToLocation()));
    }

    [Test(Description = "NIST SP 800-38D §8: no nonce twice under one key")]
    public void An_answer_is_sealed_anew_each_time_and_opens_with_its_reference_only()
    {
        var response = new AuthorizationResponse(new ValidatedRedirectUri(FrontChannel.Callback), ResponseDelivery.Query, [new("code", "code")]);
        var answer = RememberedAnswer.Of("alice", "code", response);
        var seal = answer.Seal("reference");
        Assert.That(answer.Seal("reference")[..16], Is.Not.EqualTo(seal[..16]));
        Assert.That(RememberedAnswer.Open(seal, "reference")!.ToResponse().ToLocation(), Is.EqualTo($"{FrontChannel.Callback}?code=code"));
        Assert.That(RememberedAnswer.Open(seal, "another"), Is.Null);
    }

    private static OAuthRequest Returning(OAuthRequest answer) => FrontChannel.Raw(("attesto_request", answer.Parameters["attesto_request"]!)) with { IsReturn = true };

    private static OAuthRequest Pushed(string reference) => FrontChannel.Raw(("client_id", "app"), ("request_uri", reference));

    private static string Comparable(AuthorizationRequest request) => JudgedRequest.Of(request, default, null).ToJson();

    private async Task ShowPageAsync(OAuthRequest request, bool consent = false, SignInOutcome? signIn = null)
    {
        _server.Person.SignIn = consent ? signIn ?? new SignInOutcome.Authenticated("alice") : new SignInOutcome.Handled("page");
        _server.Person.Consent = new ConsentOutcome.Handled("page");
        var outcome = await _server.AuthorizeAsync(request);
        Assert.That(outcome.Answer, Is.TypeOf<AuthorizeAnswer.Handled>(), outcome.ToString());
        (_server.Person.SignIn, _server.Person.Consent) = (new SignInOutcome.Authenticated("alice"), new ConsentOutcome.Granted());
    }

    /// <summary>The form that a consent page posts.</summary>
    private async Task<OAuthRequest> OnConsentPageAsync()
    {
        await ShowPageAsync(FrontChannel.Request(), consent: true);
        await using var scope = _server.Services.CreateAsyncScope();
        var kept =
            await scope.ServiceProvider.GetRequiredService<PendingRequests>().KeepAsync(_server.Person.AskedToAgree[^1].Authorization!, isOpened: true, CancellationToken.None);
        return FrontChannel.Request(("attesto_request", kept.Reference!.Secret)) with { Method = "POST" };
    }
}
