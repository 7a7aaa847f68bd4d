using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop;

/// <summary>How the lab host starts, and how it says that it will not.</summary>
public sealed class StartTests
{
    [TestCase("{", "lab.json")]
    [TestCase("""{"clinets": []}""", "clinets")]
    [TestCase("""{"attesto": {"AccessTokenLifetim": "00:05:00"}}""", "attesto.AccessTokenLifetim")]
    [TestCase("""{"attesto": {"Tokens": {"AccessTokenLifetim": "00:05:00"}}}""", "attesto.Tokens.AccessTokenLifetim")]
    [TestCase("""{"attesto": {"AccessTokenLifetime": "five minutes"}}""", "Attesto:Tokens:AccessTokenLifetime")]
    [TestCase("""{"attesto": {"token_endpoint_audience": true, "Profile": "Fapi2Security"}}""", "Attesto:ClientAuthentication:AssertionAudience is not Issuer")]
    [TestCase("""{"attesto": {"Issuer": "not a url"}}""", "Issuer")]
    [TestCase("""{"database": {"provider": "oracle"}}""", "oracle")]
    [TestCase("""{"database": {"provider": "postgres"}}""", "connection_string")]
    [TestCase("""{"database": {"provider": "postgres", "connection_string": "Host=127.0.0.1;Port=1;Timeout=2"}}""", "127.0.0.1")]
    [TestCase("""{"keys": [{"alg": "ES256", "pem": "-----BEGIN NONSENSE-----"}]}""", "key")]
    [TestCase("""{"clients": [{"client_id": "a"}, {"client_id": "a"}]}""", "\"a\"")]
    [TestCase("""{"clients": [{"client_id": "a", "consent": "maybe"}]}""", "maybe")]
    [TestCase("""{"login": "perhaps"}""", "perhaps")]
    [TestCase("""{"tls": {"client_certificate_port": 5443}}""", "--cert")]
    public async Task A_bad_file_ends_it_with_one_clear_line(string lab, string naming)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("attesto-start-").FullName, "lab.json");
        await File.WriteAllTextAsync(file, lab);
        var (exitCode, output, error) = await LabHost.RunAsync("--urls", $"http://127.0.0.1:{LabHost.FreePort()}", "--lab", file);
        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.Not.Zero);
            Assert.That(output, Does.Not.Contain("ready on"));
            Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1), error);
            Assert.That(error, Does.StartWith("Attesto.Lab: ").And.Contain(naming));
        });
    }

    [Test]
    public async Task Options_lists_every_option_with_type_default_and_one_sentence()
    {
        var (exitCode, output, _) = await LabHost.RunAsync("--options");
        var options = JsonNode.Parse(output)!.AsArray();
        Assert.Multiple(() =>
        {
            Assert.That(exitCode, Is.Zero);
            Assert.That(options.Select(option => (string?)option!["name"]), Is.SupersetOf(new[] { "Issuer", "Tokens.AccessTokenLifetime", "Dpop.RequireNonce", "Mtls.Enabled" }));
            Assert.That(options.Select(option => (string?)option!["sentence"]), Has.All.Not.Empty);
            Assert.That((string?)options.Single(option => (string?)option!["name"] is "Tokens.AccessTokenLifetime")!["default"], Is.EqualTo("00:15:00"));
        });
    }

    [Test]
    public async Task It_serves_discovery_as_soon_as_it_says_that_it_is_ready()
    {
        await using var host = await LabHost.StartAsync([]);
        using var http = LabHost.CreateClient();
        var document = JsonNode.Parse(await http.GetStringAsync($"{host.Url}/.well-known/openid-configuration"))!;
        Assert.Multiple(() =>
        {
            Assert.That(host.Output, Does.Contain($"Attesto.Lab ready on {host.Url}"));
            Assert.That((string?)document["issuer"], Is.EqualTo(host.Url));
        });
    }

    [Test]
    public async Task Everything_may_live_in_memory()
    {
        var lab = LabJson.Lab(LabJson.Client("public", client => client["public"] = true));
        lab["database"] = new JsonObject { ["provider"] = "memory" };
        await using var host = await LabHost.StartAsync(lab);
        using var http = LabHost.CreateClient();
        var browser = new Browser(host, http);
        var callback = await browser.CallbackAsync(browser.Request("public"));
        var tokens = await browser.PostAsync(browser.TokenEndpoint, browser.Redemption(callback["code"]!, "public"));
        Assert.That(tokens.Status, Is.EqualTo(200), tokens.Text);
    }
}
