using Attesto.Authorize;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>A request that is too long for the URL of a page is judged, and kept under a reference of this server's own.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KeptRequestTests
{
    private readonly FrontChannel _server = new();

    [Test]
    public async Task It_comes_back_with_its_reference_alone()
    {
        var back = await KeptAsync();
        var outcome = await _server.AuthorizeAsync(back);
        Assert.That((outcome.Sent("code").Length, outcome.Sent("state")), Is.EqualTo((43, "xyz")));
        Assert.That((await _server.AuthorizeAsync(back)).Shown.Code, Is.EqualTo("invalid_request"), "one code comes of it");
    }

    [Test]
    public async Task A_faulty_one_is_refused_and_not_kept()
    {
        var outcome = await KeepAsync(FrontChannel.Request(("scope", "unknown")), _ => throw new AssertionException("it was kept"));
        Assert.That(outcome.Sent("error"), Is.EqualTo("invalid_scope"));
    }

    [Test]
    public async Task It_waits_ten_minutes_for_somebody_to_open_the_page()
    {
        var back = await KeptAsync();
        _server.Clock.Advance(PendingRequests.Unopened - TimeSpan.FromSeconds(1));
        _server.Person.Consent = new ConsentOutcome.Denied();
        Assert.That((await _server.AuthorizeAsync(back)).Sent("error"), Is.EqualTo("access_denied"), "it is still there");
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That((await _server.AuthorizeAsync(back)).Shown.Code, Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task A_person_who_has_opened_it_has_an_hour_from_its_judging()
    {
        var back = await KeptAsync();
        _server.Clock.Advance(TimeSpan.FromMinutes(9));
        _server.Person.SignIn = new SignInOutcome.Handled("page");
        await _server.AuthorizeAsync(back);
        _server.Clock.Advance(TimeSpan.FromMinutes(50));
        Assert.That((await _server.AuthorizeAsync(back)).Answer, Is.TypeOf<AuthorizeAnswer.Handled>());
        _server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await _server.AuthorizeAsync(back)).Shown.Code, Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task One_that_a_person_has_before_them_when_it_is_kept_waits_an_hour()
    {
        await _server.AuthorizeAsync();
        await using var scope = _server.Services.CreateAsyncScope();
        var pending = scope.ServiceProvider.GetRequiredService<PendingRequests>();
        var kept = await pending.KeepAsync(_server.Person.AskedToAgree.Single().Authorization!, isOpened: true, CancellationToken.None);
        _server.Clock.Advance(PendingRequests.Walk - TimeSpan.FromSeconds(1));
        Assert.That(await pending.FindAsync(kept.Reference!.Secret, CancellationToken.None), Is.Not.Null);
    }

    [Test]
    public async Task Its_failure_names_the_client_that_the_browser_does_not_name()
    {
        var back = await KeptAsync();
        _server.App = _server.App with { RedirectUris = ["https://app.example/new"] };
        Assert.That((await _server.AuthorizeAsync(back)).Events.Single().ClientId, Is.EqualTo("app"));
    }

    [Test(Description = "RFC 9126 §4: a pushed request is kept under its own reference from the first page on")]
    public async Task A_pushed_request_is_found_once_a_browser_has_brought_it()
    {
        var reference = await _server.PushedAsync();
        await using var scope = _server.Services.CreateAsyncScope();
        var pending = scope.ServiceProvider.GetRequiredService<PendingRequests>();
        Assert.That(await pending.FindPushedAsync(reference, CancellationToken.None), Is.Null);
        _server.Person.SignIn = new SignInOutcome.Handled("page");
        await _server.AuthorizeAsync(FrontChannel.Raw(("request_uri", reference)));
        Assert.That((await pending.FindPushedAsync(reference, CancellationToken.None))!.Request.ClientId, Is.EqualTo("app"));
    }

    private async Task<OAuthRequest> KeptAsync()
    {
        var secret = "";
        var outcome = await KeepAsync(FrontChannel.Request(), request => secret = request.Reference!.Secret);
        Assert.That((outcome.Answer, outcome.Events), Is.EqualTo((new AuthorizeAnswer.Handled(secret), Array.Empty<ServerEvent>())));
        return FrontChannel.Raw(("attesto_request", secret));
    }

    private async Task<AuthorizeOutcome> KeepAsync(OAuthRequest request, Func<AuthorizationRequest, object> comeBack)
    {
        await using var scope = _server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuthorizeService>().KeepAsync(request, comeBack, CancellationToken.None);
    }
}
