using System.Globalization;
using System.Text.RegularExpressions;

namespace Attesto.Faults.Table;

/// <summary>The requests that the calls are made of. Whatever is sent here is sent while nothing is wrong.</summary>
internal sealed partial class World
{
    public static KeyValuePair<string, string>[] Secret { get; } = [new("client_id", Machine), new("client_secret", LabJson.Secret)];

    public static (string Name, string Value)[] Person(string name = "alice", string? cookies = null) =>
        [("Accept", "text/html"), ("Cookie", string.IsNullOrEmpty(cookies) ? $"login={name}" : $"login={name}; {cookies}")];

    public KeyValuePair<string, string>[] Assertion(string client = Keyed) =>
        [new("client_assertion_type", AssertionType), new("client_assertion", _key.Assertion(client, Cluster.Issuer, seconds: 540)), new("client_id", client)];

    /// <summary>Where the authorization request of a client is.</summary>
    public string Authorization(string client, string? redirectUri = null) =>
        $"/oauth/authorize?{Browser.Query(_browser.Request(client, ("redirect_uri", redirectUri ?? LabJson.RedirectUri)))}";

    /// <summary>The fields of the same.</summary>
    public IEnumerable<KeyValuePair<string, string>> AuthorizationForm(string client) =>
        _browser.Request(client).Select(field => KeyValuePair.Create(field.Key, field.Value!));

    public async Task<Reply> AuthorizeAsync(string client, string person = "alice") => await ServedAsync(Request.Get(Authorization(client), Person(person)));

    public Request Redemption(string code, string client, params (string Name, string Value)[] headers)
    {
        var form = _browser.Redemption(code, client);
        return Request.Post("/oauth/token", client is Machine ? form.Concat([Secret[1]]) : form, headers);
    }

    public async Task<Request> RedemptionAsync(params (string Name, string Value)[] headers) => Redemption((await AuthorizeAsync(Machine)).Code!, Machine, headers);

    public (string Name, string Value) Proof(string method, string path, string? accessToken = null) =>
        ("DPoP", _key.Proof(method, Cluster.Issuer + path, accessToken: accessToken));

    /// <summary>A person's tokens at <see cref="Machine"/>; with a proof they are bound to a key.</summary>
    public async Task<Reply> TokensAsync(bool isBound = false) =>
        await ServedAsync(isBound ? await RedemptionAsync(Proof("POST", "/oauth/token")) : await RedemptionAsync());

    /// <summary>The ID token of a person at a client that wants to be told when the session ends.</summary>
    public async Task<string> IdTokenAsync(string person)
    {
        var code = (await AuthorizeAsync(Leaving, person)).Code!;
        return (await ServedAsync(Redemption(code, Leaving)))["id_token"]!;
    }

    public static Request Refresh(string token) => Request.Post(
        "/oauth/token", [.. Secret, new("grant_type", "refresh_token"), new("refresh_token", token)]);

    public static Request UserInfo(string token) => Request.Get("/oauth/userinfo", ("Authorization", $"Bearer {token}"));

    public string IdentityAssertion()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return _key.Sign(new JsonObject { ["typ"] = "oauth-id-jag+jwt", ["kid"] = _key.Id }, new JsonObject
        {
            ["iss"] = IdentityProvider,
            ["sub"] = "external-1",
            ["aud"] = Cluster.Issuer,
            ["client_id"] = Machine,
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["iat"] = now,
            ["exp"] = now + 540,
            ["scope"] = "read:reports",
        });
    }

    public Task<Reply> StartDeviceAsync() => ServedAsync(Request.Post("/oauth/device_authorization", [.. Secret, new("scope", LabJson.Scope)]));

    public static Request Poll(string deviceCode) => Request.Post(
        "/oauth/token", [.. Secret, new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("device_code", deviceCode)]);

    public static string DevicePage(Reply device) => $"{new Uri(device["verification_uri"]!).AbsolutePath}?user_code={device["user_code"]}";

    /// <summary>A person's answer to a device that asks, as the form of the page sends it.</summary>
    public async Task<Request> DecisionAsync(Reply device)
    {
        var page = await ServedAsync(Request.Get(DevicePage(device), Person()));
        return Request.Post(
            new Uri(device["verification_uri"]!).AbsolutePath,
            [.. HiddenFields(page), new("user_code", device["user_code"]!), new("decision", "approve")],
            Person(cookies: page.Cookies));
    }

    /// <summary>The way to the sign-in page.</summary>
    public async Task<string> SignInPathAsync()
    {
        var location = (await ServedAsync(Request.Get(Authorization(Public), ("Accept", "text/html")))).Location!;
        return location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString;
    }

    public Task<Reply> RegisterAsync(params (string Name, JsonNode Value)[] more) => ServedAsync(Registration("POST", "/oauth/register", null, more));

    public static Request Registration(string method, string path, string? token, params (string Name, JsonNode Value)[] more)
    {
        var metadata = new JsonObject { ["redirect_uris"] = new JsonArray(LabJson.RedirectUri), ["token_endpoint_auth_method"] = "none" };
        foreach (var (name, value) in more)
        {
            metadata[name] = value;
        }

        return new Request(method, path)
        {
            Json = method is "POST" or "PUT" ? metadata : null,
            Headers = token is null ? [] : [("Authorization", $"Bearer {token}")],
        };
    }

    /// <summary>Publishes a document at the client's web site, under a new name.</summary>
    /// <param name="document">Makes it from its URL.</param>
    public string Publish(Func<string, JsonObject> document)
    {
        var path = $"/{Interlocked.Increment(ref _documents).ToString(CultureInfo.InvariantCulture)}.json";
        var url = $"https://localhost:{Site.Port}{path}";
        Site.Documents[path] = document(url).ToJsonString();
        return url;
    }

    public string PublishKeys() => Publish(_ => _key.Jwks);

    public static IEnumerable<KeyValuePair<string, string>> HiddenFields(Reply page) => HiddenField().Matches(page.Text)
        .Select(match => KeyValuePair.Create(WebUtility.HtmlDecode(match.Groups["name"].Value), WebUtility.HtmlDecode(match.Groups["value"].Value)));

    /// <summary>An answer that must come, for nothing is wrong; right after a fault the node may still ask for a moment.</summary>
    public async Task<Reply> ServedAsync(Request request)
    {
        var logged = Node.Logged;
        var reply = await SettleAsync(request);
        string What() => string.Join("\n", [$"{request.Method} {request.Path}: {reply.Text}", "the node logged:", .. Node.ErrorsFrom(logged)]);
        Assert.That(reply.Status, Is.InRange(200, 399), What);
        return reply;
    }

    /// <summary>Sends until the answer is none that asks to come back.</summary>
    public async Task<Reply> SettleAsync(Request request)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var reply = await SendAsync(request);
        while (reply.IsUnsettled && !patience.IsCancellationRequested)
        {
            await Task.Delay(100, CancellationToken.None);
            reply = await SendAsync(request);
        }

        return reply;
    }

    [GeneratedRegex("""<input (?=[^>]*type="hidden")[^>]*name="(?<name>[^"]*)"[^>]*value="(?<value>[^"]*)""")]
    private static partial Regex HiddenField();
}
