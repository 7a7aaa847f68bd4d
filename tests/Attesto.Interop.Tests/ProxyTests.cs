using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop;

/// <summary>The lab on plain HTTP, where the tester plays the proxy that terminates TLS.</summary>
public sealed class ProxyTests
{
    private const string Issuer = "https://as.example";
    private const string Subject = "CN=behind-proxy";

    private LabHost _host = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var lab = LabJson.Lab(
                LabJson.Confidential("basic"),
                LabJson.Client("by-name", client => (client["token_endpoint_auth_method"], client["tls_client_auth_subject_dn"]) = ("tls_client_auth", Subject)))
            .With(options =>
            {
                options["Issuer"] = Issuer;
                options["Mtls"] = new JsonObject { ["Enabled"] = true };
            });
        lab["trusted_proxies"] = new JsonArray("loopback");
        lab["forwarded_certificate_header"] = "Client-Cert";
        _host = await LabHost.StartAsync(lab, url: $"http://127.0.0.1:{LabHost.FreePort()}");
        _http = LabHost.CreateClient();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task Without_the_proxys_word_the_connection_is_plain_and_refused()
    {
        var refused = await CredentialsAsync();
        Assert.That((refused.Status, refused["error"]), Is.EqualTo((400, "invalid_request")), refused.Text);
    }

    [Test]
    public async Task With_the_proxys_word_it_is_encrypted_and_a_proof_names_the_public_url()
    {
        using var dpop = new LabJwk();
        var tokens = await CredentialsAsync(("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "as.example"), ("DPoP", dpop.Proof("POST", $"{Issuer}/oauth/token")));
        Assert.That((tokens.Status, tokens["token_type"]), Is.EqualTo((200, "DPoP")), tokens.Text);
    }

    [Test]
    public async Task The_proxy_forwards_the_clients_certificate()
    {
        using var certificate = LabAuthority.Instance.Client(Subject);
        var tokens = await new Browser(_host, _http).PostAsync(
            $"{_host.Url}/oauth/token",
            [KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("client_id", "by-name"), KeyValuePair.Create("scope", "read:reports")],
            ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "as.example"), ("Client-Cert", $":{Convert.ToBase64String(certificate.RawData)}:"));
        Assert.That(tokens.Status, Is.EqualTo(200), tokens.Text);
    }

    private Task<Answer> CredentialsAsync(params (string Name, string Value)[] headers) => new Browser(_host, _http).PostAsync(
        $"{_host.Url}/oauth/token",
        [
            KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("client_id", "basic"),
            KeyValuePair.Create("client_secret", LabJson.Secret), KeyValuePair.Create("scope", "read:reports"),
        ],
        headers);
}
