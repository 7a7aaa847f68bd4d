using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Attesto.AspNetCore.Tests.Interaction;

/// <summary>A request that is too long for a URL still survives the sign-in page (OpenID Connect Core §3.1.2.1).</summary>
public sealed class LongRequestTests
{
    private const string SignInPage = "/sign-in?returnUrl=";

    private static readonly Dictionary<string, string> Request = new(StringComparer.Ordinal)
    {
        ["client_id"] = "web",
        ["response_type"] = "code",
        ["redirect_uri"] = "https://app.example/cb",
        ["state"] = "s-1",
        ["code_challenge"] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
        ["code_challenge_method"] = "S256",
    };

    private readonly ConcurrentBag<PushedRequest> _stored = [];
    private TestHost _host = null!;
    private DateTimeOffset? _signedInAt;

    [SetUp]
    public async Task Start()
    {
        (_signedInAt, _host) = (null, await TestHost.StartAsync(attesto =>
        {
            attesto.UseSignIn((http, request, _) => SignInAsync(http, request));
            var store = attesto.Services.Last(service => service.ServiceType == typeof(IPushedRequestStore)).ImplementationType!;
            attesto.Services.AddSingleton(store).Replace(ServiceDescriptor.Singleton<IPushedRequestStore>(
                provider => new Watched((IPushedRequestStore)provider.GetRequiredService(store), _stored)));
        }));
        _stored.Clear();
    }

    [TearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [TestCase(100, 0)]
    [TestCase(2_000, 1)]
    [TestCase(20_000, 1)]
    public async Task It_comes_back_whole_and_only_a_long_one_is_stored(int length, int stored)
    {
        var back = await AskedToSignInAsync(await PostAsync(Long(length)));
        Assert.That(_stored, Has.Count.EqualTo(stored));
        Assert.That(Uri.EscapeDataString(back), Has.Length.LessThan(2_000), "what IIS takes as a query");
        _signedInAt = _host.Clock.Now;
        Assert.That((await AnswerAsync(await GetAsync(back)))["code"], Is.Not.Null);
    }

    [Test]
    public async Task What_the_request_demands_is_met_by_this_sign_in_and_by_no_older_one()
    {
        _signedInAt = _host.Clock.Now;
        _host.Clock.Advance(TimeSpan.FromMinutes(1));
        var back = await AskedToSignInAsync(await PostAsync([.. Long(20_000), new("prompt", "login")]));
        Assert.That(await AskedToSignInAsync(await GetAsync(back)), Does.Contain(ReferenceIn(back)), "the same one, not another copy");
        Assert.That(_stored, Has.Count.EqualTo(1));
        _signedInAt = _host.Clock.Now;
        Assert.That(await AnswerAsync(await GetAsync(back)), Does.ContainKey("code"));
    }

    [Test]
    public async Task Before_it_is_answered_it_may_be_loaded_again_and_afterwards_it_says_the_same_until_the_client_has_the_code()
    {
        var back = await AskedToSignInAsync(await PostAsync(Long(20_000)));
        await AskedToSignInAsync(await GetAsync(back));
        await AskedToSignInAsync(await GetAsync(back));
        _signedInAt = _host.Clock.Now;
        var code = (await AnswerAsync(await GetAsync(back)))["code"];
        Assert.That((await AnswerAsync(await GetAsync(back)))["code"], Is.EqualTo(code), "the first response was dropped by a second click");
        using var redeemed = await _host.PostAsync(
            "/oauth/token", ("grant_type", "authorization_code"), ("code", code!), ("redirect_uri", Request["redirect_uri"]),
            ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), ("client_id", "web"), ("client_secret", TestHost.Secret));
        Assert.That(redeemed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await AssertShownAsync(await GetAsync(back), "answered already");
    }

    [Test]
    public async Task Of_two_answers_at_once_one_code_comes()
    {
        var back = await AskedToSignInAsync(await PostAsync(Long(20_000)));
        _signedInAt = _host.Clock.Now;
        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await AnswerAsync(await GetAsync(back))));
        Assert.That(responses.Select(response => response["code"]).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task One_address_may_store_a_number_of_requests_and_the_next_is_told_to_wait()
    {
        await using var host = await TestHost.StartAsync(
            attesto => attesto.UseSignIn((http, request, _) => SignInAsync(http, request)), new() { ["Attesto:RateLimits:PendingRequests"] = "2" });
        async Task<string> Send() => (await host.CreateClient().PostAsync("/oauth/authorize", new FormUrlEncodedContent(Long(4_000)))).Headers.Location!.OriginalString;
        Assert.That(new[] { await Send(), await Send() }, Has.All.StartsWith(SignInPage));
        Assert.That(await Send(), Does.Contain("error=temporarily_unavailable"));
        Assert.That((await host.CreateClient().PostAsync("/oauth/authorize", new FormUrlEncodedContent(Long(0)))).Headers.Location!.OriginalString, Does.StartWith(SignInPage),
            "a short one needs no row");
    }

    [Test]
    public async Task What_nobody_signed_or_pushed_is_bounded_and_what_nobody_reads_is_not_kept()
    {
        using (var refused = await PostAsync(Long(40_000)))
        {
            Assert.That(refused.Headers.Location?.OriginalString, Does.StartWith("https://app.example/cb?error=invalid_request"));
        }

        Assert.That(_stored, Is.Empty);
        await AskedToSignInAsync(await PostAsync(Long(30_000)));
        Assert.That(_stored.Single().Judged, Has.Length.LessThan(1_000));
    }

    [Test]
    public async Task A_person_who_opened_the_sign_in_page_may_take_their_time_and_a_stranger_may_not()
    {
        var opened = await AskedToSignInAsync(await PostAsync(Long(20_000)));
        var left = await AskedToSignInAsync(await PostAsync(Long(20_000)));
        using (var scope = _host.App.Services.CreateScope())
        {
            var prompt = await scope.ServiceProvider.GetRequiredService<SignInReturn>().OpenAsync(new DefaultHttpContext(), opened, CancellationToken.None);
            Assert.That((prompt!.ClientId, prompt.ReturnUrl), Is.EqualTo(("web", opened)));
        }

        _host.Clock.Advance(TimeSpan.FromMinutes(50));
        _signedInAt = _host.Clock.Now;
        Assert.That(await AnswerAsync(await GetAsync(opened)), Does.ContainKey("code"));
        await AssertShownAsync(await GetAsync(left), "expired");
    }

    [Test]
    public async Task A_person_who_takes_too_long_is_told_so()
    {
        var back = await AskedToSignInAsync(await PostAsync(Long(20_000)));
        _signedInAt = _host.Clock.Now;
        _host.Clock.Advance(TimeSpan.FromHours(1));
        await AssertShownAsync(await GetAsync(back), "expired");
    }

    [Test]
    public async Task Cancelling_denies_the_client()
    {
        var back = await AskedToSignInAsync(await PostAsync(Long(20_000)));
        using var scope = _host.App.Services.CreateScope();
        var answer = await AnswerAsync(await GetAsync(scope.ServiceProvider.GetRequiredService<SignInReturn>().CancelUrl(back)!));
        Assert.That((answer["error"], answer["state"]), Is.EqualTo(("access_denied", "s-1")));
    }

    [Test]
    public async Task Its_reference_is_no_request_uri_and_no_request_uri_is_such_a_reference()
    {
        _signedInAt = _host.Clock.Now;
        using (var pushed = await _host.PostAsync("/oauth/par", [.. Request.Select(pair => (pair.Key, pair.Value)), ("client_secret", TestHost.Secret)]))
        {
            var requestUri = JsonElement.Parse(await pushed.Content.ReadAsStringAsync()).GetProperty("request_uri").GetString()!;
            await AssertShownAsync(await GetAsync($"/oauth/authorize?client_id=web&attesto_request={Uri.EscapeDataString(requestUri)}"), "expired");
            await AssertShownAsync(await GetAsync($"/oauth/authorize?client_id=web&attesto_request={requestUri.Split(':')[^1]}"), "expired");
        }

        _signedInAt = null;
        var reference = ReferenceIn(await AskedToSignInAsync(await PostAsync(Long(20_000))));
        _signedInAt = _host.Clock.Now;
        foreach (var value in new[] { reference, $"urn:ietf:params:oauth:request_uri:{reference}", $"pending_request\n{reference}",
            $"urn:ietf:params:oauth:request_uri:pending_request\n{reference}" })
        {
            using var response = await GetAsync(
                $"/oauth/authorize?{string.Join('&', Request.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"))}&request_uri={Uri.EscapeDataString(value)}");
            Assert.That(response.Headers.Location?.OriginalString ?? "", Does.Not.Contain("code="), value);
        }
    }

    [Test]
    public async Task It_is_its_own_clients_and_does_not_pass_for_a_pushed_one()
    {
        var back = await AskedToSignInAsync(await PostAsync(Long(20_000)));
        _signedInAt = _host.Clock.Now;
        await AssertShownAsync(await GetAsync(back.Replace("client_id=web", "client_id=spa", StringComparison.Ordinal)), "another client");
    }

    [Test]
    public async Task It_does_not_pass_for_a_pushed_one()
    {
        await using var host = await TestHost.StartAsync(configuration: new() { ["Attesto:PushedAuthorization:Required"] = "true" });
        using var response = await host.CreateClient().PostAsync("/oauth/authorize", new FormUrlEncodedContent(Long(20_000)));
        Assert.That((await AnswerAsync(response))["error"], Is.EqualTo("invalid_request"));
    }

    private async ValueTask<SignInOutcome> SignInAsync(HttpContext http, SignInRequest request)
    {
        var returns = http.RequestServices.GetRequiredService<SignInReturn>();
        return _signedInAt is { } at && new SignInOutcome.Authenticated("alice") { AuthTime = at } is var session && returns.IsMetBy(http, request, session)
            ? session
            : new SignInOutcome.Handled(new RedirectResult(SignInPage + Uri.EscapeDataString(await returns.ReturnUrlAsync(http, http.RequestAborted))));
    }

    // Parameters that nobody knows are ignored, but they come along.
    private static List<KeyValuePair<string, string>> Long(int length) =>
        [.. Request, .. Enumerable.Range(0, (length + 3999) / 4000).Select(i => KeyValuePair.Create($"x{i}", new string('x', Math.Min(4000, length - (i * 4000)))))];

    private static string ReferenceIn(string back) => HttpUtility.ParseQueryString(back[back.IndexOf('?', StringComparison.Ordinal)..])["attesto_request"]!;

    private Task<HttpResponseMessage> PostAsync(IEnumerable<KeyValuePair<string, string>> request) =>
        _host.CreateClient().PostAsync("/oauth/authorize", new FormUrlEncodedContent(request));

    private async Task<HttpResponseMessage> GetAsync(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { { "Accept", "text/html" } } };
        return await _host.CreateClient().SendAsync(request);
    }

    private static async Task<string> AskedToSignInAsync(HttpResponseMessage response)
    {
        Assert.That(response.Headers.Location?.OriginalString, Does.StartWith(SignInPage), await response.Content.ReadAsStringAsync());
        return Uri.UnescapeDataString(response.Headers.Location!.OriginalString[SignInPage.Length..]);
    }

    private static async Task<Dictionary<string, string?>> AnswerAsync(HttpResponseMessage response)
    {
        Assert.That(response.Headers.Location?.OriginalString, Does.StartWith("https://app.example/cb?"), await response.Content.ReadAsStringAsync());
        var query = HttpUtility.ParseQueryString(response.Headers.Location!.Query);
        return query.AllKeys.ToDictionary(name => name!, name => query[name], StringComparer.Ordinal);
    }

    private static async Task AssertShownAsync(HttpResponseMessage response, string reason)
    {
        var html = await response.Content.ReadAsStringAsync();
        Assert.That((response.StatusCode, response.Headers.Location), Is.EqualTo((HttpStatusCode.BadRequest, (Uri?)null)));
        Assert.That(html, Does.Contain("id=\"error-code\">invalid_request<").And.Contains(reason));
    }

    private sealed class Watched(IPushedRequestStore inner, ConcurrentBag<PushedRequest> stored) : IPushedRequestStore
    {
        public Task AddAsync(PushedRequest request, CancellationToken cancellationToken)
        {
            stored.Add(request);
            return inner.AddAsync(request, cancellationToken);
        }

        public Task<PushedRequest?> FindAsync(TokenHash hash, CancellationToken cancellationToken) => inner.FindAsync(hash, cancellationToken);

        public Task KeepAsync(TokenHash hash, string judged, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
            inner.KeepAsync(hash, judged, expiresAt, cancellationToken);

        public Task<bool> AnswerAsync(TokenHash hash, string answer, CancellationToken cancellationToken) => inner.AnswerAsync(hash, answer, cancellationToken);
    }
}
