using System.Text.RegularExpressions;
using Attesto.Interop.Lab;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop;

/// <summary>The device grant (RFC 8628) and token exchange (RFC 8693), as the client of other people does them.</summary>
[RunsClient("openid-client", "library for Node.js", "device code, token exchange")]
public sealed class DeviceAndExchangeTests
{
    private readonly LabJwk _key = new();
    private LabHost _host = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var lab = LabJson.Lab(LabJson.Confidential("tv", client => client["id_token_signed_response_alg"] = "ES256"), LabJson.WithKey("keyed", _key));
        lab["attesto"]!["Device"] = new JsonObject { ["Enabled"] = true, ["PollInterval"] = "00:00:01" };
        _host = await LabHost.StartAsync(lab);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await _host.DisposeAsync();
        _key.Dispose();
    }

    [Test(Description = "RFC 8628 §3.1, RFC 7523 §2.2")]
    public async Task A_client_with_a_key_starts_a_device_once_per_assertion()
    {
        using var http = LabHost.CreateClient();
        var browser = new Browser(_host, http);
        KeyValuePair<string, string>[] form =
        [
            new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), new("client_assertion", _key.Assertion("keyed", _host.Url)),
            new("scope", "read:reports"),
        ];
        var started = await browser.PostAsync($"{_host.Url}/oauth/device_authorization", form);
        var replayed = await browser.PostAsync($"{_host.Url}/oauth/device_authorization", form);
        Assert.That((started.Status, replayed.Status, replayed["error"]), Is.EqualTo((200, 400, "invalid_client")), started.Text + replayed.Text);
        Assert.That(started["user_code"], Is.Not.Empty);
    }

    [Test(Description = "RFC 8628 §3.3, §3.4")]
    public async Task A_person_who_types_the_code_sees_who_asks_and_then_connects_the_device()
    {
        using var http = LabHost.CreateClient();
        var browser = new Browser(_host, http);
        var (endpoint, credentials) = ($"{_host.Url}/oauth/device_authorization", new[] { KeyValuePair.Create("client_id", "tv"), new("client_secret", LabJson.Secret) });
        var device = await browser.PostAsync(endpoint, [.. credentials, new("scope", "profile read:reports")]);
        var page = new Uri(device["verification_uri"]!);

        var entry = await BrowseAsync(http, page, null);
        var shown = await BrowseAsync(http, page, [.. entry.Fields, new("user_code", $"{device["user_code"]!.ToLowerInvariant()}:"), new("decision", "approve")], entry.Cookies);
        Assert.That(shown.Html, Does.Contain("tv asks for access").And.Contain("see your name and profile").And.Contain("127.0.0.1").And.Contain(device["user_code"]));
        Assert.That(shown.Html, Does.Contain("id=\"device-approve\"").And.Contain("id=\"device-deny\"").And.Not.Contain("device-approved"));

        KeyValuePair<string, string>[] decision = [.. shown.Fields, new("user_code", device["user_code"]!), new("decision", "approve")];
        for (var click = 0; click < 2; click++)
        {
            Assert.That((await BrowseAsync(http, page, decision, entry.Cookies)).Html, Does.Contain("id=\"device-approved\""));
        }

        var tokens = await browser.PostAsync(
            $"{_host.Url}/oauth/token",
            [.. credentials, new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("device_code", device["device_code"]!)]);
        Assert.That(tokens["scope"], Is.EqualTo("profile read:reports"), tokens.Text);
    }

    // A page, and the hidden fields of its form.
    private static async Task<(string Html, KeyValuePair<string, string>[] Fields, string Cookies)> BrowseAsync(
        HttpClient http, Uri url, KeyValuePair<string, string>[]? form, string cookies = "")
    {
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, url) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Cookie", $"login=alice; {cookies}");
        using var response = await http.SendAsync(request);
        var html = await response.Content.ReadAsStringAsync();
        var fields = Regex.Matches(html, "<input (?=[^>]*type=\"hidden\")[^>]*name=\"([^\"]*)\"[^>]*value=\"([^\"]*)\"")
            .Select(match => KeyValuePair.Create(match.Groups[1].Value, match.Groups[2].Value));
        var set = response.Headers.TryGetValues("Set-Cookie", out var values) ? string.Join("; ", values.Select(value => value.Split(';')[0])) : cookies;
        return (html, [.. fields], set);
    }

    [Test]
    public async Task Openid_client_gets_a_devices_tokens_and_exchanges_them()
    {
        var result = await NodeClient.RunAsync("device-and-exchange.mjs", new JsonObject
        {
            ["issuer"] = _host.Url,
            ["client_id"] = "tv",
            ["client_secret"] = LabJson.Secret,
            ["login"] = "alice",
            ["scope"] = LabJson.Scope,
            ["narrower"] = "read:reports",
        });

        Assert.Multiple(() =>
        {
            Assert.That((bool?)result["page"]!["approved"], Is.True, result["page"]!.ToJsonString());
            Assert.That((string?)result["claims"]!["sub"], Is.EqualTo("usr_alice"));
            Assert.That((string?)result["tokens"]!["refresh_token"], Is.Not.Empty);
            Assert.That((string?)result["exchanged"]!["issued_token_type"], Is.EqualTo("urn:ietf:params:oauth:token-type:access_token"));
            Assert.That((string?)result["exchanged"]!["scope"], Is.EqualTo("read:reports"));
            Assert.That((string?)result["introspection"]!["sub"], Is.EqualTo("usr_alice"));
        });
    }
}
