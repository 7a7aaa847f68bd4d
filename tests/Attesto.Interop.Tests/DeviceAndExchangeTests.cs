namespace Attesto.Interop;

/// <summary>The device grant (RFC 8628) and token exchange (RFC 8693), as the client of other people does them.</summary>
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
