using System.Web;
using Attesto.Tests.Shared.Lab;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Attesto.Interop;

/// <summary>The promises that the lab makes to outside testers.</summary>
public sealed class LabBehaviourTests
{
    private LabHost _host = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var lab = LabJson.Lab(
            LabJson.Client("public", client => client["public"] = true),
            LabJson.Client("denied", client => (client["public"], client["consent"]) = (true, "deny")),
            LabJson.Client("screen", client => (client["public"], client["consent"]) = (true, "screen")),
            LabJson.Client("narrow", client => (client["public"], client["deny_scopes_at_token"]) = (true, new JsonArray("email"))),
            LabJson.Client("gone", client => (client["public"], client["revoked"]) = (true, true)),
            LabJson.Client("pairwise", client => (client["public"], client["subject_type"], client["userinfo_signed_response_alg"]) = (true, "pairwise", "ES256")),
            LabJson.Confidential("both"),
            LabJson.Confidential("intro"));
        lab.With(options =>
        {
            options["Logout"] = new JsonObject { ["Enabled"] = true };
            options["ResourcesSupported"] = JsonNode.Parse("""
                ["https://plain.example",
                 {"Uri": "https://spring.example", "SigningAlgorithm": "RS256", "AccessTokenType": "JWT", "AccessTokenLifetime": "00:02:00", "Claims": ["email"]}]
                """);
        });
        lab["introspection"] = new JsonObject { ["callers"] = new JsonArray("intro") };
        lab["users"] = JsonNode.Parse("""[{"sub": "alice", "acr": "gold", "amr": ["pwd", "otp"], "claims": {"email": "a@b.example", "updated_at": 5}}, {"sub": "bob"}]""");
        lab["apis"] = JsonNode.Parse("""
            [{"path": "/api/reports", "scopes": ["read:reports"]}, {"path": "/api/strong", "acr": ["gold"], "max_age": 300}, {"path": "/api/platinum", "acr": ["platinum"]}]
            """);
        _host = await LabHost.StartAsync(lab);
        _http = LabHost.CreateClient();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Test]
    public async Task A_login_hint_is_a_session_for_tools_without_cookies()
    {
        var browser = new Browser(_host, _http);
        var claims = await IdTokenAsync(browser, browser.Request("public", ("login_hint", "bob")), login: null);
        Assert.That(claims.Subject, Is.EqualTo("usr_bob"));
    }

    [Test(Description = "OpenID Connect Core §5.3.2, §8.1")]
    public async Task A_client_of_the_file_may_ask_for_pairwise_subjects_and_signed_UserInfo()
    {
        var browser = new Browser(_host, _http);
        var code = (await browser.CallbackAsync(browser.Request("pairwise")))["code"]!;
        var tokens = await browser.PostAsync(browser.TokenEndpoint, browser.Redemption(code, "pairwise"));
        var told = new JsonWebToken(tokens["id_token"]).Subject;
        var answer = await browser.GetAsync($"{_host.Url}/oauth/userinfo", ("Authorization", $"Bearer {tokens["access_token"]}"));

        var claims = new JsonWebToken(answer.Text);
        Assert.That((claims.Alg, claims.Subject, claims.Issuer, claims.Audiences.Single()), Is.EqualTo(("ES256", told, _host.Url, "pairwise")));
        Assert.That(told, Does.StartWith("usr_").And.Not.EqualTo("usr_alice"));
        Assert.That(claims.GetClaim("email").Value, Is.EqualTo("a@b.example"), "the host still knows who it is");
    }

    [TestCase("https://plain.example", "ES256", "at+jwt", null)]
    [TestCase("https://spring.example", "RS256", "JWT", "a@b.example")]
    public async Task A_resource_says_how_its_access_tokens_are_made(string resource, string algorithm, string type, string? email)
    {
        var browser = new Browser(_host, _http);
        var code = (await browser.CallbackAsync(browser.Request("public", ("resource", resource))))["code"]!;
        var token = new JsonWebToken((await browser.PostAsync(browser.TokenEndpoint, browser.Redemption(code, "public")))["access_token"]);
        Assert.That((token.Alg, token.Typ, token.Audiences.Single()), Is.EqualTo((algorithm, type, resource)));
        Assert.That(token.TryGetClaim("email", out var claim) ? claim.Value : null, Is.EqualTo(email));
    }

    [TestCase(null)]
    [TestCase("nobody")]
    public async Task Nobody_gets_the_sign_in_page(string? login)
    {
        var browser = new Browser(_host, _http);
        using var response = await browser.AuthorizeAsync(browser.Request("public"), login);
        Assert.That((int)response.StatusCode, Is.EqualTo(302));
        Assert.That(response.Headers.Location!.OriginalString, Does.StartWith("/signin?returnUrl="));
        var page = await browser.GetAsync(_host.Url + response.Headers.Location.OriginalString);
        Assert.That(page.Text, Does.Contain("name=\"username\"").And.Contain("name=\"password\"").And.Contain("id=\"login-submit\"").And.Contain("id=\"login-cancel\""));
    }

    [Test]
    public async Task Prompt_none_and_nobody_is_login_required()
    {
        var browser = new Browser(_host, _http);
        Assert.That((await browser.CallbackAsync(browser.Request("public", ("prompt", "none")), login: null))["error"], Is.EqualTo("login_required"));
    }

    [Test]
    public async Task A_cookie_is_one_session_until_the_person_authenticates_again()
    {
        var browser = new Browser(_host, _http);
        var first = await IdTokenAsync(browser, browser.Request("public"));
        var second = await IdTokenAsync(browser, browser.Request("public", ("prompt", "none")));
        await Task.Delay(1100);
        var fresh = await IdTokenAsync(browser, browser.Request("public", ("prompt", "login")));
        Assert.Multiple(() =>
        {
            Assert.That(AuthTime(second), Is.EqualTo(AuthTime(first)));
            Assert.That(AuthTime(fresh), Is.GreaterThan(AuthTime(first)));
            Assert.That(first.GetClaim("sub").Value, Is.EqualTo("usr_alice"));
            Assert.That(first.GetClaim("acr").Value, Is.EqualTo("gold"));
            Assert.That(first.Claims.Where(claim => claim.Type is "amr").Select(claim => claim.Value), Is.EqualTo(new[] { "pwd", "otp" }));
        });
    }

    [Test]
    public async Task An_exceeded_max_age_authenticates_again_at_once()
    {
        var browser = new Browser(_host, _http);
        var first = await IdTokenAsync(browser, browser.Request("public"));
        await Task.Delay(2100);
        var again = await IdTokenAsync(browser, browser.Request("public", ("max_age", "1")));
        Assert.That(AuthTime(again), Is.GreaterThan(AuthTime(first)));
    }

    [Test]
    public async Task Consent_deny_is_access_denied()
    {
        var browser = new Browser(_host, _http);
        Assert.That((await browser.CallbackAsync(browser.Request("denied")))["error"], Is.EqualTo("access_denied"));
    }

    [Test]
    public async Task Consent_screen_carries_the_request_and_a_single_use_grant()
    {
        var browser = new Browser(_host, _http);
        var page = await (await browser.AuthorizeAsync(browser.Request("screen"))).Content.ReadAsStringAsync();
        var fields = Hidden(page);
        Assert.That(fields.Keys, Is.SupersetOf(new[] { "consent_grant", "client_id", "redirect_uri", "scope", "state", "code_challenge" }));
        fields["decision"] = "authorize";
        var (first, second) = (await PostAsync(fields), await PostAsync(fields));
        Assert.That((first.Status, first.Location.Contains("code=", StringComparison.Ordinal)), Is.EqualTo((303, true)));
        Assert.That(second.Location, Is.EqualTo(first.Location), "the same answer once more, and no second code");
        var code = System.Web.HttpUtility.ParseQueryString(new Uri(first.Location).Query)["code"]!;
        Assert.That((await browser.PostAsync(browser.TokenEndpoint, browser.Redemption(code, "screen"))).Status, Is.EqualTo(200));
        Assert.That((await PostAsync(fields)).Location, Does.Contain("error=invalid_request").And.Not.Contains("code="), "the grant was spent");
    }

    [Test]
    public async Task A_policy_may_refuse_at_redemption()
    {
        var browser = new Browser(_host, _http);
        var callback = await browser.CallbackAsync(browser.Request("narrow"));
        var refused = await browser.PostAsync(browser.TokenEndpoint, browser.Redemption(callback["code"]!, "narrow"));
        Assert.That((refused.Status, refused["error"]), Is.EqualTo((400, "invalid_scope")));
    }

    [Test]
    public async Task A_revoked_client_is_as_good_as_unknown()
    {
        var browser = new Browser(_host, _http);
        using var response = await browser.AuthorizeAsync(browser.Request("gone"));
        Assert.That((int)response.StatusCode, Is.EqualTo(400));
    }

    [Test]
    public async Task A_client_without_a_method_may_use_basic_or_post()
    {
        var browser = new Browser(_host, _http);
        var basic = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"both:{LabJson.Secret}"));
        KeyValuePair<string, string>[] form = [new("grant_type", "client_credentials"), new("scope", "read:reports")];
        var byHeader = await browser.PostAsync(browser.TokenEndpoint, form, ("Authorization", $"Basic {basic}"));
        var byBody = await browser.PostAsync(browser.TokenEndpoint, [.. form, new("client_id", "both"), new("client_secret", LabJson.Secret)]);
        Assert.That((byHeader.Status, byBody.Status), Is.EqualTo((200, 200)), byHeader.Text + byBody.Text);
    }

    [Test]
    public async Task Only_the_named_callers_learn_anything_by_introspection()
    {
        var browser = new Browser(_host, _http);
        var token = (await TokensAsync(browser, browser.Request("public")))["access_token"]!;
        foreach (var (caller, active) in new[] { ("intro", "true"), ("both", "false") })
        {
            var answer = await browser.PostAsync(
                $"{_host.Url}/oauth/introspect",
                [KeyValuePair.Create("token", token), KeyValuePair.Create("client_id", caller), KeyValuePair.Create("client_secret", LabJson.Secret)]);
            Assert.That((answer.Status, answer["active"]), Is.EqualTo((200, active)), answer.Text);
        }
    }

    [TestCase("/api/reports", 200, null)]
    [TestCase("/api/strong", 200, null)]
    [TestCase("/api/platinum", 401, "insufficient_user_authentication")]
    public async Task An_api_tells_what_it_verified(string path, int status, string? error)
    {
        var browser = new Browser(_host, _http);
        var tokens = await TokensAsync(browser, browser.Request("public", ("acr_values", "gold"), ("max_age", "300")));
        var answer = await browser.GetAsync(_host.Url + path, ("Authorization", $"Bearer {tokens["access_token"]}"));
        Assert.That(answer.Status, Is.EqualTo(status), answer.Text + answer.Challenge);
        Assert.That(error is null ? answer["subject"] : answer.Challenge, error is null ? Is.EqualTo("usr_alice") : Does.Contain(error));
    }

    [Test]
    public async Task An_api_refuses_a_token_without_its_scope()
    {
        var browser = new Browser(_host, _http);
        var tokens = await TokensAsync(browser, browser.Request("public", ("scope", "openid")));
        var answer = await browser.GetAsync($"{_host.Url}/api/reports", ("Authorization", $"Bearer {tokens["access_token"]}"));
        Assert.That((answer.Status, answer.Challenge.Contains("insufficient_scope", StringComparison.Ordinal)), Is.EqualTo((403, true)));
    }

    [Test]
    public async Task Events_are_written_one_a_line_and_carry_no_secret()
    {
        var browser = new Browser(_host, _http);
        var tokens = await TokensAsync(browser, browser.Request("public"));
        Assert.That(() => _host.Events.Select(happened => (string?)happened["name"]), Does.Contain("refresh_issued").After(120_000, 100));
        var events = _host.Events;
        Assert.Multiple(() =>
        {
            Assert.That(events.Select(happened => (string?)happened["name"]), Is.SupersetOf(new[] { "code_issued", "token_issued", "refresh_issued" }));
            Assert.That(events, Has.All.Matches<JsonObject>(happened =>
                happened!.Select(member => member.Key).SequenceEqual(["name", "subject", "client_id", "scope", "grant_type", "result", "metadata"])));
            Assert.That(string.Concat(events.Select(happened => happened.ToJsonString())), Does.Not.Contain(tokens["refresh_token"]).And.Not.Contain(tokens["access_token"]));
        });
    }

    [Test]
    public async Task Logout_ends_the_session_and_the_same_cookie_begins_another()
    {
        var browser = new Browser(_host, _http);
        var tokens = await TokensAsync(browser, browser.Request("public"), login: "bob");
        var before = new JsonWebToken(tokens["id_token"]);
        using var message = new HttpRequestMessage(HttpMethod.Get, $"{_host.Url}/oauth/end_session?id_token_hint={tokens["id_token"]}");
        message.Headers.Add("Cookie", "login=bob");
        message.Headers.Add("Accept", "text/html");
        using var response = await _http.SendAsync(message);
        var page = await response.Content.ReadAsStringAsync();
        var after = await IdTokenAsync(browser, browser.Request("public"), login: "bob");
        Assert.Multiple(() =>
        {
            Assert.That(page, Does.Contain("id=\"logged-out\""));
            Assert.That(string.Join(' ', response.Headers.GetValues("Set-Cookie")), Does.Contain("login=;"));
            Assert.That(before.GetClaim("sid").Value, Is.Not.EqualTo(after.GetClaim("sid").Value));
        });
    }

    [Test]
    public async Task A_clients_own_server_ends_the_session_that_its_hint_names()
    {
        var browser = new Browser(_host, _http);
        var tokens = await TokensAsync(browser, browser.Request("public"), login: "bob");
        var ended = await browser.GetAsync($"{_host.Url}/oauth/end_session?id_token_hint={tokens["id_token"]}", ("Accept", "application/json"));
        var after = await IdTokenAsync(browser, browser.Request("public"), login: "bob");
        Assert.That(ended["status"], Is.EqualTo("logged_out"), ended.Text);
        Assert.That(new JsonWebToken(tokens["id_token"]).GetClaim("sid").Value, Is.Not.EqualTo(after.GetClaim("sid").Value));
    }

    [Test]
    public async Task Logout_without_a_hint_asks_the_person()
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"{_host.Url}/oauth/end_session");
        message.Headers.Add("Cookie", "login=alice");
        message.Headers.Add("Accept", "text/html");
        using var response = await _http.SendAsync(message);
        Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain("id=\"logout-confirm\""));
    }

    private async Task<(int Status, string Location)> PostAsync(Dictionary<string, string> fields)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"{_host.Url}/oauth/authorize") { Content = new FormUrlEncodedContent(fields) };
        message.Headers.Add("Cookie", "login=alice");
        using var response = await _http.SendAsync(message);
        return ((int)response.StatusCode, response.Headers.Location?.OriginalString ?? "");
    }

    private static async Task<Answer> TokensAsync(Browser browser, Dictionary<string, string?> request, string? login = "alice")
    {
        var callback = await browser.CallbackAsync(request, login);
        Assert.That(callback.GetValueOrDefault("code"), Is.Not.Null, string.Join(' ', callback.Values));
        var tokens = await browser.PostAsync(browser.TokenEndpoint, browser.Redemption(callback["code"]!, request["client_id"]!));
        Assert.That(tokens.Status, Is.EqualTo(200), tokens.Text);
        return tokens;
    }

    private static async Task<JsonWebToken> IdTokenAsync(Browser browser, Dictionary<string, string?> request, string? login = "alice") =>
        new((await TokensAsync(browser, request, login))["id_token"]);

    private static long AuthTime(JsonWebToken token) => long.Parse(token.GetClaim("auth_time").Value, System.Globalization.CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Hidden(string page) =>
        System.Text.RegularExpressions.Regex.Matches(page, "<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")
            .ToDictionary(match => HttpUtility.HtmlDecode(match.Groups[1].Value), match => HttpUtility.HtmlDecode(match.Groups[2].Value), StringComparer.Ordinal);
}
