using Attesto.Interop.Lab;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop;

/// <summary>The FAPI 2.0 Security Profile, at a lab that sets nothing but the profile.</summary>
[RunsClient("openid-client", "library for Node.js", "FAPI 2.0 Security Profile: private_key_jwt, PAR, DPoP, refresh")]
public sealed class Fapi2Tests
{
    [Test]
    public async Task Openid_client_walks_the_whole_flow_and_is_refused_outside_of_it()
    {
        using var key = new LabJwk();
        await using var host = await LabHost.StartAsync(LabJson.Lab(LabJson.WithKey("fapi", key)).With(options => options["Profile"] = "Fapi2Security"));
        var result = await NodeClient.RunAsync("fapi2-security.mjs", new JsonObject
        {
            ["issuer"] = host.Url,
            ["client_id"] = "fapi",
            ["jwk"] = key.Private.DeepClone(),
            ["redirect_uri"] = LabJson.RedirectUri,
            ["login"] = "alice",
            ["scope"] = LabJson.Scope,
        });
        Assert.Multiple(() =>
        {
            Assert.That((string?)result["tokens"]!["token_type"], Is.EqualTo("dpop").IgnoreCase);
            Assert.That((string?)result["userinfo"]!["sub"], Is.EqualTo("usr_alice"));
            Assert.That((string?)result["second"]!["access_token"], Is.Not.Null.And.Not.EqualTo((string?)result["first"]!["access_token"]));
            Assert.That((string?)result["unpushed"], Is.EqualTo("invalid_request"));
            Assert.That((string?)result["unbound"], Is.EqualTo("invalid_request"));
            Assert.That((bool?)result["metadata"]!["require_pushed_authorization_requests"], Is.True);
            Assert.That(result["metadata"]!["id_token_signing_alg_values_supported"]!.ToJsonString(), Does.Not.Contain("RS256"));
        });
    }

    [Test(Description = "RFC 8705 in place of private_key_jwt and DPoP")]
    public async Task A_certificate_authenticates_and_binds_without_another_setting()
    {
        const string subject = "CN=fapi,O=Interop,C=DE";
        using var certificate = LabAuthority.Instance.Client(subject);
        await using var host = await LabHost.StartAsync(
            LabJson.Lab(LabJson.Client("fapi", client => (client["token_endpoint_auth_method"], client["tls_client_auth_subject_dn"]) = ("tls_client_auth", subject)))
                .With(options => options["Profile"] = "Fapi2Security"),
            withCertificatePort: true);
        using var http = LabHost.CreateClient(certificate);
        var browser = new Browser(host, http);
        var request = browser.Request("fapi").ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);
        var pushed = await browser.PostAsync($"{host.CertificateUrl}/oauth/par", request);
        var callback = await browser.CallbackAsync(
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["client_id"] = "fapi", ["request_uri"] = pushed["request_uri"] });
        var tokens = await browser.PostAsync($"{host.CertificateUrl}/oauth/token", browser.Redemption(callback["code"]!, "fapi"));
        Assert.That((tokens.Status, tokens["token_type"]), Is.EqualTo((200, "Bearer")), tokens.Text);
        var api = await browser.GetAsync($"{host.CertificateUrl}/api/reports", ("Authorization", $"Bearer {tokens["access_token"]}"));
        Assert.That((api.Status, api.Json["cnf"]?["x5t#S256"] is not null), Is.EqualTo((200, true)), api.Text);

        using var bare = LabHost.CreateClient();
        var refused = await new Browser(host, bare).PostAsync($"{host.CertificateUrl}/oauth/par", request);
        Assert.That((refused.Status, refused["error"]), Is.EqualTo((400, "invalid_client")));
    }

    [Test]
    public async Task A_client_with_a_secret_is_not_served_and_the_log_says_why()
    {
        await using var host = await LabHost.StartAsync(LabJson.Lab(LabJson.Confidential("old", client => client["token_endpoint_auth_method"] = "client_secret_post"))
            .With(options => options["Profile"] = "Fapi2Security"));
        using var http = LabHost.CreateClient();
        var answer = await new Browser(host, http).PostAsync(
            $"{host.Url}/oauth/token", [new("grant_type", "client_credentials"), new("client_id", "old"), new("client_secret", LabJson.Secret)]);
        Assert.That((answer.Status, answer["error"]), Is.EqualTo((400, "invalid_client")));
        Assert.That(() => host.Output, Does.Contain("The client old is not served under Attesto:Profile Fapi2Security").After(120_000, 100));
    }

    [Test]
    public async Task A_lab_that_contradicts_its_profile_does_not_start()
    {
        var lab = LabJson.Lab().With(options => (options["Profile"], options["RequirePkce"]) = ("Fapi2Security", false));
        var fault = await Assert.CatchAsync(async () => await (await LabHost.StartAsync(lab)).DisposeAsync());
        Assert.That(fault!.Message, Does.Contain("Attesto:Authorization:RequirePkce is off, against Attesto:Profile Fapi2Security (FAPI 2.0 §5.3.2.2); switch it on."));
    }
}
