using System.Net;
using System.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Interaction;

public sealed class SignInReturnTests
{
    private const string Request = "client_id=web&response_type=code&redirect_uri=https%3A%2F%2Fapp.example%2Fcb&state=a%20%26b%3D%C3%A9"
        + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    private TestHost _host = null!;
    private DateTimeOffset? _signedInAt;
    private string? _acr;

    [SetUp]
    public async Task Start()
    {
        (_signedInAt, _acr) = (null, null);
        _host = await TestHost.StartAsync(attesto => attesto.UseSignIn((http, request, _) => SignInAsync(http, request)));
    }

    [TearDown]
    public async Task Stop() => await _host.DisposeAsync();

    // What a host's policy does, in short.
    private async ValueTask<SignInOutcome> SignInAsync(HttpContext http, SignInRequest request)
    {
        var returns = http.RequestServices.GetRequiredService<SignInReturn>();
        var session = _signedInAt is { } at ? new SignInOutcome.Authenticated("alice") { AuthTime = at, Acr = _acr } : null;
        return session is not null && returns.IsMetBy(http, request, session) ? session :
            !request.Interactive ? new SignInOutcome.Unauthenticated() :
            new SignInOutcome.Handled(new RedirectResult($"/sign-in?returnUrl={Uri.EscapeDataString(await returns.ReturnUrlAsync(http, http.RequestAborted))}"));
    }

    [TestCase("")]
    [TestCase("&prompt=login")]
    [TestCase("&max_age=0")]
    [TestCase("&prompt=login&max_age=0")]
    public async Task The_person_signs_in_once_and_the_client_gets_its_code(string demand)
    {
        _signedInAt = demand.Length == 0 ? null : _host.Clock.Now;  // an old session does not meet the demand
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        var back = await AskedToSignIn(await Get($"/oauth/authorize?{Request}{demand}"));
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        _signedInAt = _host.Clock.Now;
        _host.Clock.Advance(TimeSpan.FromSeconds(30));
        AssertCode(await Get(back));
    }

    // A wish that the person cannot meet is let go once they were asked; a demand is refused then (OpenID Connect Core §3.1.2.1, §5.5.1.1).
    [TestCase("&acr_values=mfa", "code=")]
    [TestCase("&acr_values=unknown%20mfa", "code=")]
    [TestCase("&claims={\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"mfa\"}}}", "error=unmet_authentication_requirements")]
    public async Task A_session_is_asked_for_more_once(string demand, string answer)
    {
        await RestartAsync("mfa");
        (_signedInAt, _acr) = (_host.Clock.Now, "pwd");
        _host.Clock.Advance(TimeSpan.FromMinutes(5));
        var request = $"/oauth/authorize?{Request}{demand.Replace("\"", "%22", StringComparison.Ordinal)}";
        var back = await AskedToSignIn(await Get(request));
        Assert.That(await OpenAsync(back), Has.Property("AcrValues").Contains("mfa").And.Property("IsReauthentication").False);
        _signedInAt = _host.Clock.Now;
        using (var response = await Get(back))
        {
            Assert.That(response.Headers.Location!.OriginalString, Does.Contain(answer), "asked once");
        }

        _acr = "mfa";
        AssertCode(await Get(request));
    }

    [TestCase("&acr_values=mfa&prompt=none", "mfa")]
    [TestCase("&acr_values=mfa", null)]
    [TestCase("&acr_values=other", "mfa")]
    public async Task A_session_is_not_asked_for_what_no_page_can_give(string demand, string? supported)
    {
        await RestartAsync(supported);
        (_signedInAt, _acr) = (_host.Clock.Now, "pwd");
        AssertCode(await Get($"/oauth/authorize?{Request}{demand}"));
    }

    [TestCase("&prompt=login")]
    [TestCase("&max_age=0")]
    public async Task A_page_learns_that_another_session_is_not_enough(string demand)
    {
        var back = await AskedToSignIn(await Get($"/oauth/authorize?{Request}{demand}"));
        Assert.That(await OpenAsync(back), Has.Property("IsReauthentication").True);
    }

    [Test]
    public async Task A_posted_request_comes_back_whole()
    {
        using var form = new StringContent($"{Request}&prompt=login", null, "application/x-www-form-urlencoded");
        var back = await AskedToSignIn(await _host.CreateClient().PostAsync("/oauth/authorize", form));
        _signedInAt = _host.Clock.Now;
        AssertCode(await Get(back));
    }

    [Test]
    public async Task A_pushed_request_comes_back_by_its_reference()
    {
        using var pushed = await _host.PostAsync("/oauth/par", [.. Fields($"{Request}&prompt=login"), ("client_secret", TestHost.Secret)]);
        var reference = System.Text.Json.JsonElement.Parse(await pushed.Content.ReadAsStringAsync()).GetProperty("request_uri").GetString()!;
        var back = await AskedToSignIn(await Get($"/oauth/authorize?client_id=web&request_uri={Uri.EscapeDataString(reference)}"));
        Assert.That(back, Does.Not.Contain("redirect_uri"));
        _signedInAt = _host.Clock.Now;
        AssertCode(await Get(back));
    }

    [Test]
    public async Task A_marker_is_good_for_its_own_request_only()
    {
        var back = await AskedToSignIn(await Get($"/oauth/authorize?{Request}&prompt=login"));
        var marker = HttpUtility.ParseQueryString(back[back.IndexOf('?', StringComparison.Ordinal)..])["attesto_signin"];
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        _signedInAt = _host.Clock.Now;
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        await AskedToSignIn(await Get($"/oauth/authorize?{Request.Replace("state=a", "state=other", StringComparison.Ordinal)}&prompt=login&attesto_signin={marker}"));
        await AskedToSignIn(await Get($"/oauth/authorize?{Request}&prompt=login&attesto_signin=forged"));
    }

    [Test]
    public async Task A_session_older_than_the_asking_does_not_pass_for_a_fresh_one()
    {
        _signedInAt = _host.Clock.Now;
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        var back = await AskedToSignIn(await Get($"/oauth/authorize?{Request}&prompt=login"));
        await AskedToSignIn(await Get(back));
    }

    [Test]
    public async Task A_person_who_takes_an_hour_and_more_is_asked_again()
    {
        var back = await AskedToSignIn(await Get($"/oauth/authorize?{Request}&max_age=10"));
        _signedInAt = _host.Clock.Now;
        _host.Clock.Advance(TimeSpan.FromMinutes(61));
        await AskedToSignIn(await Get(back));
    }

    [Test]
    public async Task Cancelling_denies_the_client()
    {
        var back = await AskedToSignIn(await Get($"/oauth/authorize?{Request}"));
        var cancel = Ask(returns => returns.CancelUrl(back))!;
        using var response = await Get(cancel);
        Assert.That(response.Headers.Location!.OriginalString, Does.StartWith("https://app.example/cb?error=access_denied").And.Contains("state=a%20%26b%3D%C3%A9"));
    }

    [TestCase("https://evil.example/oauth/authorize?attesto_signin=x")]
    [TestCase("//evil.example/oauth/authorize?attesto_signin=x")]
    [TestCase("/\\evil.example/oauth/authorize?attesto_signin=x")]
    [TestCase("/elsewhere?attesto_signin=x")]
    [TestCase("/oauth/authorize")]
    [TestCase("/oauth/authorize?client_id=web")]
    [TestCase("/oauth/authorize?attesto_signin=x\r\nSet-Cookie: a=b")]
    [TestCase("javascript:alert(1)//oauth/authorize?attesto_signin=x")]
    [TestCase("")]
    [TestCase(null)]
    public void Any_other_way_back_is_refused(string? url)
    {
        Assert.That(Ask(returns => (returns.IsOurs(url), returns.CancelUrl(url))), Is.EqualTo((false, (string?)null)));
    }

    private async Task RestartAsync(string? acr)
    {
        await _host.DisposeAsync();
        _host = await TestHost.StartAsync(
            attesto => attesto.UseSignIn((http, request, _) => SignInAsync(http, request)),
            new() { [acr is null ? "unused" : "Attesto:Discovery:AcrValuesSupported:0"] = acr, ["Attesto:Claims:ParameterSupported"] = "true" });
    }

    private async Task<SignInPrompt?> OpenAsync(string back)
    {
        using var scope = _host.App.Services.CreateScope();
        return await scope.ServiceProvider.GetRequiredService<SignInReturn>().OpenAsync(
            new DefaultHttpContext { RequestServices = scope.ServiceProvider }, back, CancellationToken.None);
    }

    [Test]
    public async Task A_page_of_the_host_is_come_back_to_and_no_other_address_is()
    {
        var page = new DefaultHttpContext { Request = { PathBase = "/base", Path = "/account/access" } };
        var back = await Ask(returns => returns.ReturnUrlAsync(page, default).AsTask());
        Assert.That(back, Does.StartWith("/base/account/access?"));
        Assert.That(Ask(returns => returns.IsOurs(back)), Is.True);
        Assert.That((await Ask(returns => returns.OpenAsync(page, back, default).AsTask()))!.CancelUrl, Is.EqualTo("/base/"));
        foreach (var forged in new[] { back.Replace("/access", "/close", StringComparison.Ordinal), $"//evil.example{back}", "/base/account/access?attesto_signin=x",
            "/base/account/access" })
        {
            Assert.That(Ask(returns => returns.IsOurs(forged)), Is.False, forged);
        }
    }

    private async Task<string> AskedToSignIn(HttpResponseMessage response)
    {
        var location = response.Headers.Location?.OriginalString;
        Assert.That(location, Does.StartWith("/sign-in?returnUrl="), await response.Content.ReadAsStringAsync());
        response.Dispose();
        var back = Uri.UnescapeDataString(location!["/sign-in?returnUrl=".Length..]);
        Assert.That(Ask(returns => returns.IsOurs(back)), Is.True, back);
        return back;
    }

    private T Ask<T>(Func<SignInReturn, T> question)
    {
        using var scope = _host.App.Services.CreateScope();
        return question(scope.ServiceProvider.GetRequiredService<SignInReturn>());
    }

    private static void AssertCode(HttpResponseMessage response)
    {
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Found));
        Assert.That(response.Headers.Location!.OriginalString, Does.StartWith("https://app.example/cb?code=").And.Contains("state=a%20%26b%3D%C3%A9"));
        response.Dispose();
    }

    private static IEnumerable<(string Name, string Value)> Fields(string query)
    {
        var parsed = HttpUtility.ParseQueryString(query);
        return parsed.AllKeys.Select(key => (key!, parsed[key]!));
    }

    private Task<HttpResponseMessage> Get(string url) => _host.CreateClient().GetAsync(url);
}
