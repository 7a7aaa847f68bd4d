using System.Buffers.Text;
using System.Net;
using System.Text.Json.Nodes;
using System.Web;

namespace Attesto.AspNetCore.Tests.Endpoints;

/// <summary>What the OpenID Foundation's suite looks at and no other test of ours does, over HTTP.</summary>
public sealed class ConformanceTests
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636 appendix B
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private const int BitsOfBase64Url = 6;

    private TestHost _host = null!;

    [OneTimeSetUp]
    public async Task Start() => _host = await TestHost.StartAsync(configuration: new()
    {
        ["Attesto:ProtectedResource:BearerMethodsSupported:0"] = "header",
        ["Attesto:ProtectedResource:BearerMethodsSupported:1"] = "body",
    });

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [TestCase("GET", "Bearer")]
    [TestCase("POST", "Bearer")]
    [TestCase("POST", "bearer", Description = "RFC 9110 §11.1: a scheme has no case")]
    [TestCase("POST", null, Description = "RFC 6750 §2.2: in the body")]
    public async Task UserInfo_answers_every_way_of_asking(string method, string? scheme)
    {
        var token = (string)(await TokensAsync())["access_token"]!;
        using var request = new HttpRequestMessage(new HttpMethod(method), "/oauth/userinfo");
        request.Content = scheme is null ? new FormUrlEncodedContent([new("access_token", token)]) : null;
        _ = scheme is not null && request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {token}");
        using var response = await _host.CreateClient().SendAsync(request);
        Assert.That(((int)response.StatusCode, await response.Content.ReadAsStringAsync()), Is.EqualTo((200, """{"sub":"usr_alice"}""")));
    }

    [TestCase("openid read:reports")]
    [TestCase("read:reports openid")]
    public async Task Scopes_come_in_any_order(string scope) => Assert.That((await TokensAsync(("scope", scope))).ContainsKey("id_token"), Is.True);

    [TestCase(64)]
    [TestCase(128)]
    [TestCase(384)]
    public async Task A_nonce_comes_back_as_it_is(int length)
    {
        var nonce = new string('n', length);
        var idToken = (string)(await TokensAsync(("nonce", nonce)))["id_token"]!;
        Assert.That((string?)JsonNode.Parse(Base64Url.DecodeFromChars(idToken.Split('.')[1]))!["nonce"], Is.EqualTo(nonce));
    }

    [TestCase(128)]
    [TestCase(384)]
    [TestCase(1000)]
    public async Task A_state_comes_back_as_it_is(int length)
    {
        var state = new string('s', length);
        Assert.That((await AuthorizeAsync(("state", state)))["state"], Is.EqualTo(state));
    }

    [Test(Description = "RFC 6749 §10.10, RFC 9126 §7.1")]
    public async Task Codes_and_references_have_128_bits_that_nobody_can_guess()
    {
        var codes = new List<string>();
        var references = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            codes.Add((await AuthorizeAsync())["code"]!);
            references.Add((await PushAsync())["request_uri"]!.GetValue<string>().Split(':')[^1]);
        }

        foreach (var texts in new[] { codes, references })
        {
            Assert.That(texts, Is.Unique);
            Assert.That(texts, Has.All.Match("^[A-Za-z0-9_.-]+$"));
            Assert.That(texts.Min(text => text.Length) * BitsOfBase64Url, Is.AtLeast(128));
            var places = Enumerable.Range(0, texts.Min(text => text.Length)).Count(at => texts.Select(text => text[at]).Distinct().Count() > 1);
            Assert.That(places * BitsOfBase64Url, Is.AtLeast(128), "so many places differ from one to the next");
        }
    }

    [TestCase("GET")]
    [TestCase("PUT")]
    public async Task A_push_is_a_POST(string method)
    {
        using var response = await _host.CreateClient().SendAsync(new HttpRequestMessage(new HttpMethod(method), "/oauth/par"));
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
    }

    [TestCase("https://app.example/cb?more=1")]
    [TestCase("https://app.example/other")]
    [TestCase("https://evil.example/cb")]
    public async Task An_unregistered_redirect_URI_is_an_error_page_with_or_without_a_query(string redirect)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/oauth/authorize?{Query([("redirect_uri", redirect)])}") { Headers = { { "Accept", "text/html" } } };
        using var response = await _host.CreateClient().SendAsync(request);
        Assert.That((response.StatusCode, response.Headers.Location), Is.EqualTo((HttpStatusCode.BadRequest, (Uri?)null)));
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("The request could not be processed"));
    }

    [Test]
    public async Task A_parameter_that_nobody_knows_is_ignored() =>
        Assert.That((await AuthorizeAsync(("extra", "foobar"), ("claims_locales", "se"), ("display", "popup")))["code"], Is.Not.Empty);

    private async Task<JsonObject> TokensAsync(params (string Name, string Value)[] changes)
    {
        using var response = await _host.PostAsync(
            "/oauth/token", ("grant_type", "authorization_code"), ("client_id", "web"), ("client_secret", TestHost.Secret),
            ("redirect_uri", "https://app.example/cb"), ("code_verifier", Verifier), ("code", (await AuthorizeAsync(changes))["code"]!));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
    }

    private async Task<System.Collections.Specialized.NameValueCollection> AuthorizeAsync(params (string Name, string Value)[] changes)
    {
        using var response = await _host.CreateClient().GetAsync($"/oauth/authorize?{Query(changes)}");
        Assert.That(response.Headers.Location, Is.Not.Null, await response.Content.ReadAsStringAsync());
        return HttpUtility.ParseQueryString(response.Headers.Location!.Query);
    }

    private async Task<JsonObject> PushAsync()
    {
        using var response = await _host.CreateClient().PostAsync(
            "/oauth/par", new StringContent($"{Query([])}&client_secret={TestHost.Secret}", System.Text.Encoding.ASCII, "application/x-www-form-urlencoded"));
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
    }

    private static string Query((string Name, string Value)[] changes)
    {
        var request = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = "web",
            ["redirect_uri"] = "https://app.example/cb",
            ["scope"] = "openid",
            ["state"] = "s",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes)
        {
            request[name] = value;
        }

        return string.Join('&', request.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
    }
}
