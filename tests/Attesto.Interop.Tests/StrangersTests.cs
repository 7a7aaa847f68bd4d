using System.Buffers.Text;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop;

/// <summary>What the server sends to others over its guarded way out: it fetches an identity provider's keys, and tells clients that a session has ended.</summary>
public sealed class StrangersTests
{
    private const string IdentityProvider = "https://idp.example";

    private readonly LabJwk _providerKey = new();
    private readonly HttpClient _http = LabHost.CreateClient();
    private ClientSite _site = null!;
    private LabHost _host = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _site = await ClientSite.StartAsync();
        _site.Documents["/jwks"] = _providerKey.Jwks.ToJsonString();
        var lab = LabJson.Lab(LabJson.Confidential("web", client =>
        {
            client["id_token_signed_response_alg"] = "ES256";
            client["backchannel_logout_uri"] = $"https://localhost:{_site.Port}/logout";
            client["backchannel_logout_session_required"] = true;
        })).With(options =>
        {
            options["Logout"] = new JsonObject { ["Enabled"] = true };
            options["JwtBearer"] = new JsonObject
            {
                ["Enabled"] = true,
                ["Issuers"] = new JsonArray(new JsonObject { ["Issuer"] = IdentityProvider, ["JwksUri"] = $"https://localhost:{_site.Port}/jwks" }),
            };
        });
        lab["development"] = new JsonObject { ["allow_loopback"] = true };
        lab["id_jag"] = new JsonObject { ["subjects"] = new JsonObject { [$"{IdentityProvider}|external-1"] = "alice" } };
        _host = await LabHost.StartAsync(lab);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await _host.DisposeAsync();
        await _site.DisposeAsync();
        _http.Dispose();
        _providerKey.Dispose();
    }

    [Test]
    public async Task An_identity_assertion_is_good_once_for_its_subject_here()
    {
        var assertion = Assertion(_host.Url);
        var (status, answer) = await RedeemAsync(assertion);
        Assert.That(status, Is.EqualTo(200), answer.ToJsonString());
        Assert.That((string?)Payload((string)answer["access_token"]!)["sub"], Is.EqualTo("usr_alice"));
        Assert.That(answer.ContainsKey("refresh_token"), Is.False);

        var (again, refusal) = await RedeemAsync(assertion);
        Assert.That((again, (string?)refusal["error"]), Is.EqualTo((400, "invalid_grant")));
    }

    [Test]
    public async Task An_identity_assertion_for_another_server_is_refused()
    {
        var (status, answer) = await RedeemAsync(Assertion("https://other.example"));
        Assert.That((status, (string?)answer["error"]), Is.EqualTo((400, "invalid_grant")));
    }

    [Test(Description = "OpenID Connect Back-Channel Logout §2.5")]
    public async Task A_sign_out_reaches_the_client_behind_the_browsers_back()
    {
        var browser = new Browser(_host, _http);
        var callback = await browser.CallbackAsync(browser.Request("web"));
        var form = browser.Redemption(callback["code"]!, "web");
        form["client_secret"] = LabJson.Secret;
        var idToken = (await browser.PostAsync(browser.TokenEndpoint, form))["id_token"]!;

        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_host.Url}/oauth/end_session?id_token_hint={idToken}");
        request.Headers.Add("Cookie", "login=alice");
        using var signedOut = await _http.SendAsync(request);
        Assert.That((int)signedOut.StatusCode, Is.EqualTo(200));

        Dictionary<string, string>? posted = null;
        Assert.That(() => _site.Posted.TryDequeue(out posted), Is.True.After(120_000, 100), "the client was not told");
        var claims = Payload(posted!["logout_token"]);
        Assert.That(((string?)claims["aud"], (string?)claims["sid"]), Is.EqualTo(("web", (string?)Payload(idToken)["sid"])));
        Assert.That(claims["events"]!.AsObject().Select(e => e.Key), Is.EqualTo(new[] { "http://schemas.openid.net/event/backchannel-logout" }));
        Assert.That(claims.ContainsKey("nonce"), Is.False);
    }

    private string Assertion(string audience)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        return _providerKey.Sign(new JsonObject { ["typ"] = "oauth-id-jag+jwt", ["kid"] = _providerKey.Id }, new JsonObject
        {
            ["iss"] = IdentityProvider,
            ["sub"] = "external-1",
            ["aud"] = audience,
            ["client_id"] = "web",
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["iat"] = now,
            ["exp"] = now + 120,
            ["scope"] = "read:reports",
        });
    }

    private async Task<(int Status, JsonObject Answer)> RedeemAsync(string assertion)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
            ["assertion"] = assertion,
            ["client_id"] = "web",
            ["client_secret"] = LabJson.Secret,
        });
        using var response = await _http.PostAsync($"{_host.Url}/oauth/token", form);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    private static JsonObject Payload(string jwt) => JsonNode.Parse(Base64Url.DecodeFromChars(jwt.Split('.')[1]))!.AsObject();
}
