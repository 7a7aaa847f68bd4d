using System.Text.RegularExpressions;
using System.Web;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop;

/// <summary>A signed request of 20 kB is posted, as OpenID Connect Core §3.1.2.1 has it, and a person signs in and agrees by plain forms.</summary>
public sealed partial class LongRequestTests
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);
    private LabJwk _key = null!;
    private LabHost _host = null!;
    private HttpClient _http = null!;
    private Browser _browser = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _key = new LabJwk();
        var lab = LabJson.Lab(LabJson.WithKey("signs", _key, client => client["consent"] = "screen"));
        lab["login"] = "screen";
        _host = await LabHost.StartAsync(lab);
        _http = LabHost.CreateClient();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        _key.Dispose();
    }

    [SetUp]
    public void NewBrowser()
    {
        _cookies.Clear();
        _browser = new Browser(_host, _http);
    }

    [Test]
    public async Task It_comes_through_sign_in_and_consent_to_a_code_once()
    {
        var back = await SignInAsync();
        Assert.That(back, Has.Length.LessThan(1000).And.Contains("attesto_request="));

        // Before the answer the page may be loaded again.
        await SendAsync(HttpMethod.Get, back);
        using var consent = await SendAsync(HttpMethod.Get, back);
        var fields = FieldsOf(await consent.Content.ReadAsStringAsync());
        using var answer = await SendAsync(HttpMethod.Post, "/oauth/authorize", [.. fields, new("decision", "authorize")]);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther), await answer.Content.ReadAsStringAsync());
        var callback = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.That((answer.Headers.Location.OriginalString.StartsWith(LabJson.RedirectUri, StringComparison.Ordinal), callback["state"]), Is.EqualTo((true, "s-1")));

        var form = _browser.Redemption(callback["code"]!, "signs");
        form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        form["client_assertion"] = _key.Assertion("signs", _host.Url);
        var tokens = await _browser.PostAsync(_browser.TokenEndpoint, form);
        Assert.That(tokens.Status, Is.EqualTo(200), tokens.Text);

        using var again = await SendAsync(HttpMethod.Get, back);
        Assert.That((again.StatusCode, again.Headers.Location), Is.EqualTo((HttpStatusCode.BadRequest, (Uri?)null)));
        Assert.That(await again.Content.ReadAsStringAsync(), Does.Contain("id=\"error-page\"").And.Contains("answered already"));
    }

    [Test]
    public async Task A_denial_and_a_cancelled_sign_in_reach_the_client()
    {
        var back = await SignInAsync();
        using var consent = await SendAsync(HttpMethod.Get, back);
        using var denied = await SendAsync(HttpMethod.Post, "/oauth/authorize", [.. FieldsOf(await consent.Content.ReadAsStringAsync()), new("decision", "deny")]);
        Assert.That(HttpUtility.ParseQueryString(denied.Headers.Location!.Query)["error"], Is.EqualTo("access_denied"));

        _cookies.Clear();
        using var page = await SignInPageAsync();
        var cancel = WebUtility.HtmlDecode(CancelLink().Match(await page.Content.ReadAsStringAsync()).Groups[1].Value);
        using var cancelled = await SendAsync(HttpMethod.Get, cancel);
        Assert.That(HttpUtility.ParseQueryString(cancelled.Headers.Location!.Query)["error"], Is.EqualTo("access_denied"));
    }

    [Test]
    public async Task The_reference_is_no_request_uri_of_another_request()
    {
        var reference = HttpUtility.ParseQueryString((await SignInAsync()).Split('?')[1])["attesto_request"]!;
        foreach (var value in new[] { reference, $"urn:ietf:params:oauth:request_uri:{reference}" })
        {
            using var response = await SendAsync(HttpMethod.Get, $"/oauth/authorize?client_id=signs&request_uri={Uri.EscapeDataString(value)}");
            Assert.That((response.StatusCode, response.Headers.Location), Is.EqualTo((HttpStatusCode.BadRequest, (Uri?)null)), value);
        }
    }

    private async Task<string> SignInAsync()
    {
        using var page = await SignInPageAsync();
        var fields = FieldsOf(await page.Content.ReadAsStringAsync());
        using var signedIn = await SendAsync(HttpMethod.Post, "/signin", [.. fields, new("username", "alice"), new("password", "alice")]);
        Assert.That(signedIn.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther), await signedIn.Content.ReadAsStringAsync());
        return signedIn.Headers.Location!.OriginalString;
    }

    private async Task<HttpResponseMessage> SignInPageAsync()
    {
        var request = RequestObject();
        Assert.That(request, Has.Length.GreaterThan(20_000));
        using var posted = await SendAsync(HttpMethod.Post, "/oauth/authorize", [new("client_id", "signs"), new("request", request)]);
        Assert.That(posted.Headers.Location?.OriginalString, Does.Contain("/signin?"), await posted.Content.ReadAsStringAsync());
        var page = await SendAsync(HttpMethod.Get, new Uri(new Uri(_host.Url), posted.Headers.Location!).PathAndQuery);
        Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return page;
    }

    private string RequestObject()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = "signs", ["aud"] = _host.Url, ["nbf"] = now, ["exp"] = now + 300 };
        foreach (var (name, value) in _browser.Request("signs").Concat(Enumerable.Range(0, 5).Select(i => KeyValuePair.Create($"x{i}", (string?)new string('x', 4000)))))
        {
            claims[name] = value;
        }

        return _key.Sign(new JsonObject { ["typ"] = "oauth-authz-req+jwt", ["kid"] = _key.Id }, claims);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? form = null)
    {
        using var request = new HttpRequestMessage(method, $"{_host.Url}{path}") { Content = form is null ? null : new FormUrlEncodedContent(form) };
        request.Headers.Add("Accept", "text/html");
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var response = await _http.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set.Select(text => text.Split(';')[0].Split('=', 2)) : [])
        {
            _cookies[cookie[0]] = cookie[1];
        }

        return response;
    }

    private static List<KeyValuePair<string, string>> FieldsOf(string page) => [.. Tag().Matches(page).Select(tag => tag.Value)
        .Where(tag => tag.Contains("type=\"hidden\"", StringComparison.Ordinal))
        .Select(tag => KeyValuePair.Create(Name().Match(tag).Groups[1].Value, WebUtility.HtmlDecode(Value().Match(tag).Groups[1].Value)))];

    [GeneratedRegex("<input [^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(" name=\"([^\"]*)\"")]
    private static partial Regex Name();

    [GeneratedRegex(" value=\"([^\"]*)\"")]
    private static partial Regex Value();

    [GeneratedRegex("id=\"login-cancel\" href=\"([^\"]*)\"")]
    private static partial Regex CancelLink();
}
