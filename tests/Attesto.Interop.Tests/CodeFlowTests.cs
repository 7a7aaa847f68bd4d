using Attesto.Interop.Lab;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop;

/// <summary>The whole code flow, as the clients of other people do it.</summary>
[RunsClient("openid-client", "library for Node.js", "code flow with three ways of authentication, UserInfo, refresh, revocation; client credentials")]
[RunsClient("oauth4webapi", "library for JavaScript", "code flow, each response through its processors, which tolerate nothing")]
[RunsClient("Microsoft.IdentityModel.JsonWebTokens", "verifier", "ID and access tokens, ES256 and RS256")]
public sealed class CodeFlowTests
{
    private LabHost _host = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _host = await LabHost.StartAsync(LabJson.Lab(
            LabJson.Confidential("basic", client => client["id_token_signed_response_alg"] = "ES256"),
            LabJson.Confidential("post", client => client["token_endpoint_auth_method"] = "client_secret_post"),
            LabJson.Client("public", client => (client["public"], client["id_token_signed_response_alg"]) = (true, "ES256")),
            LabJson.Confidential("machine", client => client["scope"] = "read:reports write:reports")));
        _http = LabHost.CreateClient();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [TestCase("basic", "client_secret_basic", LabJson.Secret, "ES256", "oidc")]
    [TestCase("post", "client_secret_post", LabJson.Secret, "RS256", "oidc")]
    [TestCase("public", "none", null, "ES256", "oidc")]
    public async Task Openid_client_signs_a_person_in_and_keeps_them_signed_in(string clientId, string method, string? secret, string algorithm, string discovery)
    {
        var result = await NodeClient.RunAsync("code-flow.mjs", Input(clientId, secret, algorithm, discovery, ("method", method)));
        Assert.Multiple(() =>
        {
            Assert.That((string?)result["claims"]!["sub"], Is.EqualTo("usr_alice"));
            Assert.That((string?)result["userinfo"]!["sub"], Is.EqualTo("usr_alice"));
            Assert.That((string?)result["userinfo"]!["email"], Is.EqualTo("alice@people.example"));
            Assert.That((string?)result["refreshed"]!["refresh_token"], Is.Not.EqualTo((string?)result["tokens"]!["refresh_token"]));
            Assert.That((string?)result["after_revocation"], Is.EqualTo("invalid_grant"));
            Assert.That((string?)result["replayed"], Is.EqualTo("invalid_grant"));
        });
    }

    [TestCase("post", LabJson.Secret, "RS256", "oidc")]
    [TestCase("public", null, "ES256", "oidc")]
    public async Task Oauth4webapi_which_tolerates_nothing_accepts_every_response(string clientId, string? secret, string algorithm, string discovery)
    {
        var result = await NodeClient.RunAsync("strict-code-flow.mjs", Input(clientId, secret, algorithm, discovery, ("audience", _host.Url)));
        Assert.Multiple(() =>
        {
            Assert.That((string?)result["access_token_claims"]!["client_id"], Is.EqualTo(clientId));
            Assert.That((long?)result["claims"]!["auth_time"], Is.Positive);
            Assert.That((string?)result["cache_control"], Does.Contain("no-store"));
        });
    }

    [Test]
    public async Task A_client_that_acts_for_itself_gets_a_token_and_no_refresh_token()
    {
        var result = await NodeClient.RunAsync("client-credentials.mjs", Input("machine", LabJson.Secret, "ES256", "oidc"));
        var tokens = result["tokens"]!.AsObject();
        Assert.That(tokens.Select(member => member.Key), Is.EquivalentTo(new[] { "access_token", "token_type", "expires_in", "scope" }));
    }

    [TestCase("basic", "ES256")]
    [TestCase("post", "RS256")]
    public async Task Microsofts_token_library_validates_every_token_that_we_mint(string clientId, string algorithm)
    {
        var browser = new Browser(_host, _http);
        var callback = await browser.CallbackAsync(browser.Request(clientId));
        var form = browser.Redemption(callback["code"]!, clientId);
        form["client_secret"] = LabJson.Secret;
        var tokens = await browser.PostAsync(browser.TokenEndpoint, form);
        Assert.That(tokens.Status, Is.EqualTo(200), tokens.Text);

        var jwks = $"{_host.Url}/.well-known/jwks.json";
        var idToken = await TokenReader.ValidateAsync(_http, _host.Url, jwks, tokens["id_token"]!, clientId, "JWT");
        var accessToken = await TokenReader.ValidateAsync(_http, _host.Url, jwks, tokens["access_token"]!, _host.Url, "at+jwt");
        Assert.Multiple(() =>
        {
            Assert.That(((Microsoft.IdentityModel.JsonWebTokens.JsonWebToken)idToken.SecurityToken).Alg, Is.EqualTo(algorithm));
            Assert.That(idToken.Claims["sub"], Is.EqualTo("usr_alice"));
            Assert.That(accessToken.Claims["sub"], Is.EqualTo("usr_alice"));
            Assert.That(accessToken.Claims["client_id"], Is.EqualTo(clientId));
        });
    }

    private JsonObject Input(string clientId, string? secret, string algorithm, string discovery, params (string Name, string Value)[] more)
    {
        var input = new JsonObject
        {
            ["issuer"] = _host.Url,
            ["client_id"] = clientId,
            ["client_secret"] = secret,
            ["algorithm"] = discovery,
            ["id_token_alg"] = algorithm,
            ["redirect_uri"] = LabJson.RedirectUri,
            ["login"] = "alice",
            ["scope"] = clientId is "machine" ? "read:reports" : LabJson.Scope,
        };
        foreach (var (name, value) in more)
        {
            input[name] = value;
        }

        return input;
    }
}
