using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Attesto.Templates;

/// <summary>A person at a browser without script, and the demo client, at an emitted host.</summary>
internal sealed partial class CodeFlow : IDisposable
{
    public const string RedirectUri = "http://127.0.0.1:4711/callback";

    private readonly string _address;
    private readonly CookieContainer _cookies;
    private readonly HttpClient _http;
    private readonly string _verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>A person at a browser with its own cookies, or with those that another browser had.</summary>
    public CodeFlow(string address, CookieContainer cookies, string[] nodes)
    {
        (_address, _cookies) = (address, cookies);
        _http = DevelopmentCertificate.CreateClient(new RoundRobin(nodes), cookies);
    }

    /// <inheritdoc cref="CodeFlow(string, CookieContainer, string[])"/>
    public CodeFlow(string address, params string[] nodes)
        : this(address, new CookieContainer(), nodes)
    {
    }

    /// <summary>What a thief has who copied the browser's cookies at this moment.</summary>
    public CodeFlow Copy()
    {
        var copy = new CookieContainer();
        copy.Add(_cookies.GetAllCookies());
        return new CodeFlow(_address, copy, []);
    }

    public async Task<JsonNode> DiscoverAsync() =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri($"{_address}/.well-known/openid-configuration")))!;

    /// <summary>The whole flow: sign-in page, consent page, code, tokens.</summary>
    public async Task<JsonNode> SignInAsync(string more = "") => await RedeemAsync((await AllowAsync(await AuthorizationUrlAsync() + more)).Url);

    /// <summary>What the welcome page offers: the same, with the host itself as the client.</summary>
    public async Task<string> TryAsync()
    {
        var welcome = await BrowseAsync(HttpMethod.Get, $"{_address}/", null);
        Assert.That(welcome.Html, Does.Contain("id=\"try\"").And.Contain("alice, with the password wonderland"));
        return (await AllowAsync($"{_address}/attesto/try")).Html;
    }

    /// <summary>Opens the URL, signs in and allows.</summary>
    public async Task<Page> AllowAsync(string url)
    {
        var page = await BrowseAsync(HttpMethod.Get, url, null);
        page = await SubmitAsync(page, "login-submit", new() { ["username"] = "alice", ["password"] = "wonderland" });
        return await SubmitAsync(page, "consent-allow", new() { ["decision"] = "authorize" });
    }

    /// <summary>What the client does with the URL that the browser comes back with.</summary>
    public async Task<JsonNode> RedeemAsync(string url)
    {
        Assert.That(url, Does.StartWith(RedirectUri));
        return await PostAsync($"{(await DiscoverAsync())["token_endpoint"]}", new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = CodeOf(url),
            ["redirect_uri"] = RedirectUri,
            ["client_id"] = "demo",
            ["code_verifier"] = _verifier,
        });
    }

    public static string CodeOf(string url) => Code().Match(url).Groups[1].Value;

    /// <summary>A device asks for access, and the person who is signed in approves on the device page (RFC 8628).</summary>
    public async Task<JsonNode> ConnectDeviceAsync()
    {
        var metadata = await DiscoverAsync();
        var device = await PostAsync($"{metadata["device_authorization_endpoint"]}", new() { ["client_id"] = "demo", ["scope"] = "profile" });
        await ApproveDeviceAsync(device);
        return await PostAsync($"{metadata["token_endpoint"]}", new()
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:device_code",
            ["device_code"] = $"{device["device_code"]}",
            ["client_id"] = "demo",
        });
    }

    /// <summary>Opens the page that a device names, and approves.</summary>
    public async Task ApproveDeviceAsync(JsonNode device)
    {
        var page = await BrowseAsync(HttpMethod.Get, $"{device["verification_uri_complete"]}", null);
        page = await SubmitAsync(page, "device-approve", new() { ["decision"] = "approve" });
        Assert.That(page.Html, Does.Contain("id=\"device-approved\""));
    }

    /// <summary>Signs out, and confirms it.</summary>
    public async Task<Page> SignOutAsync()
    {
        var page = await BrowseAsync(HttpMethod.Get, $"{(await DiscoverAsync())["end_session_endpoint"]}?client_id=demo", null);
        return await SubmitAsync(page, "logout-confirm", []);
    }

    /// <summary>What the host tells a client's own server that ends the session of an ID token.</summary>
    public async Task<JsonNode> EndSessionAsync(JsonNode idToken) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri($"{(await DiscoverAsync())["end_session_endpoint"]}?id_token_hint={idToken}")))!;

    /// <summary>True if the host knows who is there.</summary>
    public async Task<bool> IsSignedInAsync() =>
        !(await BrowseAsync(HttpMethod.Get, await AuthorizationUrlAsync(), null)).Html.Contains("id=\"login-submit\"", StringComparison.Ordinal);

    public async Task<string> AuthorizationUrlAsync() =>
        $"{(await DiscoverAsync())["authorization_endpoint"]}?client_id=demo&response_type=code&redirect_uri={Uri.EscapeDataString(RedirectUri)}"
        + $"&scope=openid%20profile%20offline_access&state=s&code_challenge={Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)))}&code_challenge_method=S256";

    public async Task<JsonNode> UserInfoAsync(JsonNode tokens)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"{(await DiscoverAsync())["userinfo_endpoint"]}");
        request.Headers.Authorization = new("Bearer", $"{tokens["access_token"]}");
        using var answer = await _http.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    public async Task<JsonNode> PostAsync(string url, Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        using var answer = await _http.PostAsync(new Uri(url), content);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>Opens a URL as a browser does.</summary>
    public async Task<Page> BrowseAsync(HttpMethod method, string url, HttpContent? form)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(method, url) { Content = form };
            request.Headers.Accept.ParseAdd("text/html");
            using var answer = await _http.SendAsync(request);
            if (answer.Headers.Location is not { } location)
            {
                return new Page(url, await answer.Content.ReadAsStringAsync());
            }

            (method, url, form) = (HttpMethod.Get, new Uri(new Uri(url), location).AbsoluteUri, null);
            if (url.StartsWith(RedirectUri, StringComparison.Ordinal))
            {
                return new Page(url, "");
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private Task<Page> SubmitAsync(Page page, string button, Dictionary<string, string> entries)
    {
        Assert.That(page.Html, Does.Contain($"id=\"{button}\""), page.Html);
        foreach (Match input in Input().Matches(page.Html))
        {
            entries.TryAdd(WebUtility.HtmlDecode(input.Groups[1].Value), WebUtility.HtmlDecode(input.Groups[2].Value));
        }

        var action = WebUtility.HtmlDecode(Form().Match(page.Html).Groups[1].Value);
        return BrowseAsync(HttpMethod.Post, new Uri(new Uri(page.Url), action).AbsoluteUri, new FormUrlEncodedContent(entries));
    }

    /// <summary>Sends every request to the next node, as a load balancer would that knows no sessions.</summary>
    private sealed class RoundRobin(string[] nodes) : DelegatingHandler
    {
        private int _turn;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (nodes.Length > 0)
            {
                var asked = request.RequestUri!;
                request.Headers.Host = asked.Authority;
                request.RequestUri = new Uri(new Uri(nodes[_turn++ % nodes.Length]), asked.PathAndQuery);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }

    [GeneratedRegex("[?&]code=([^&]+)")]
    private static partial Regex Code();

    [GeneratedRegex("""<input [^>]*name="([^"]+)"[^>]*value="([^"]*)"[^>]*>""")]
    private static partial Regex Input();

    [GeneratedRegex("""<form [^>]*action="([^"]+)""")]
    private static partial Regex Form();
}

/// <summary>What the browser shows.</summary>
internal sealed record Page(string Url, string Html);
