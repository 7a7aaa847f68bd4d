namespace Attesto.Interop;

/// <summary>The device grant (RFC 8628) and token exchange (RFC 8693), as the client of other people does them.</summary>
public sealed class DeviceAndExchangeTests
{
    private LabHost _host = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var lab = LabJson.Lab(LabJson.Confidential("tv", client => client["id_token_signed_response_alg"] = "ES256"));
        lab["attesto"]!["Device"] = new JsonObject { ["Enabled"] = true, ["PollInterval"] = "00:00:01" };
        _host = await LabHost.StartAsync(lab);
    }

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

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
