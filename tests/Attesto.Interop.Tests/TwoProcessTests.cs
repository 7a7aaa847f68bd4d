using Attesto.Tests.Shared;
using Attesto.Tests.Shared.Lab;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Attesto.Interop;

/// <summary>Two lab processes on one database: what one has spent, the other refuses.</summary>
[TestFixture("postgres")]
[TestFixture("sqlite")]
public sealed class TwoProcessTests(string provider)
{
    private static readonly string[] People = ["alice", "bob", "carol", "dave", "erin"];

    private readonly string _folder = Directory.CreateTempSubdirectory("attesto-two-").FullName;
    private readonly LabJwk _key = new();
    private ClientSite _site = null!;
    private PostgresServer? _postgres;
    private LabHost _first = null!;
    private LabHost _second = null!;
    private HttpClient _http = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var connection = provider is "sqlite" ? $"Data Source={Path.Combine(_folder, "two.db")}" : await StartPostgresAsync();
        var issuer = $"https://localhost:{LabHost.FreePort()}";
        _site = await ClientSite.StartAsync();
        var lab = LabJson.Lab(
                LabJson.Client("public", client =>
                {
                    client["public"] = true;
                    client["backchannel_logout_uri"] = $"https://localhost:{_site.Port}/logout";
                    client["backchannel_logout_session_required"] = true;
                }),
                LabJson.Client("quiet", client => client["public"] = true),
                LabJson.WithKey("fapi", _key))
            .With(options =>
            {
                options["Issuer"] = issuer;
                options["Logout"] = new JsonObject { ["Enabled"] = true };
            });
        lab["users"] = new JsonArray([.. People.Append("frank").Select(sub => new JsonObject { ["sub"] = sub })]);
        lab["development"] = new JsonObject { ["allow_loopback"] = true };
        lab["database"] = new JsonObject { ["provider"] = provider, ["connection_string"] = connection, ["table_prefix"] = "two_" };
        // Both at once: the migration must bear that, too.
        var hosts = await Task.WhenAll(LabHost.StartAsync(lab, url: issuer), LabHost.StartAsync(lab));
        (_first, _second) = (hosts[0], hosts[1]);
        _http = LabHost.CreateClient();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _key.Dispose();
        _http?.Dispose();
        await (_first?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_second?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_site?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_postgres?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_token_of_one_is_good_at_the_other()
    {
        var browser = new Browser(_first, _http);
        var tokens = await TokensAsync(browser, _first);
        var api = await browser.GetAsync($"{_second.Url}/api/reports", ("Authorization", $"Bearer {tokens["access_token"]}"));
        Assert.That(api.Status, Is.EqualTo(200), api.Text);
    }

    [Test]
    public async Task A_code_redeemed_on_both_at_once_is_redeemed_once()
    {
        for (var round = 0; round < 5; round++)
        {
            var browser = new Browser(_first, _http);
            var callback = await browser.CallbackAsync(browser.Request("public"));
            var form = browser.Redemption(callback["code"]!, "public");
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(index => browser.PostAsync($"{(index % 2 == 0 ? _first : _second).Url}/oauth/token", form)));
            Assert.That(answers.Count(answer => answer.Status == 200), Is.EqualTo(1), string.Join('\n', answers.Select(answer => answer.Text)));
            Assert.That(answers.Where(answer => answer.Status != 200).Select(answer => answer["error"]), Has.All.EqualTo("invalid_grant"));
        }
    }

    [Test]
    public async Task A_code_replayed_on_the_other_takes_its_descendants_along()
    {
        var browser = new Browser(_first, _http);
        var callback = await browser.CallbackAsync(browser.Request("public"));
        var form = browser.Redemption(callback["code"]!, "public");
        var tokens = await browser.PostAsync(browser.TokenEndpoint, form);
        var replay = await browser.PostAsync($"{_second.Url}/oauth/token", form);
        var refresh = await RefreshAsync(browser, _first, tokens["refresh_token"]!);
        var userinfo = await browser.GetAsync($"{_first.Url}/oauth/userinfo", ("Authorization", $"Bearer {tokens["access_token"]}"));
        Assert.Multiple(() =>
        {
            Assert.That(replay["error"], Is.EqualTo("invalid_grant"));
            Assert.That(refresh["error"], Is.EqualTo("invalid_grant"));
            Assert.That(userinfo.Status, Is.EqualTo(401));
        });
    }

    [Test]
    public async Task A_refresh_token_used_on_both_at_once_has_one_successor()
    {
        var browser = new Browser(_first, _http);
        var tokens = await TokensAsync(browser, _first);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(index => RefreshAsync(browser, index % 2 == 0 ? _first : _second, tokens["refresh_token"]!)));
        var successors = answers.Where(answer => answer.Status == 200).Select(answer => answer["refresh_token"]).Distinct().ToArray();
        Assert.That(successors, Has.Length.EqualTo(1), string.Join('\n', answers.Select(answer => answer.Text)));
        var next = await RefreshAsync(browser, _second, successors[0]!);
        Assert.That(next.Status, Is.EqualTo(200), next.Text);
    }

    [Test]
    public async Task A_proof_replayed_on_the_other_is_refused()
    {
        using var dpop = new LabJwk();
        var browser = new Browser(_first, _http);
        var callback = await browser.CallbackAsync(browser.Request("public"));
        // One issuer, one canonical URL: the proof names the first node's, whichever node takes it.
        var proof = dpop.Proof("POST", browser.TokenEndpoint);
        var tokens = await browser.PostAsync(browser.TokenEndpoint, browser.Redemption(callback["code"]!, "public"), ("DPoP", proof));
        Assert.That(tokens.Status, Is.EqualTo(200), tokens.Text);
        var replayed = await browser.PostAsync(
            $"{_second.Url}/oauth/token",
            [KeyValuePair.Create("grant_type", "refresh_token"), KeyValuePair.Create("refresh_token", tokens["refresh_token"]!), KeyValuePair.Create("client_id", "public")],
            ("DPoP", proof), ("Host", new Uri(_first.Url).Authority));
        Assert.That((replayed.Status, replayed["error"]), Is.EqualTo((400, "invalid_dpop_proof")), replayed.Text);
    }

    [Test]
    public async Task An_assertion_replayed_on_the_other_is_refused()
    {
        var browser = new Browser(_first, _http);
        KeyValuePair<string, string>[] form =
        [
            new("grant_type", "client_credentials"), new("scope", "read:reports"), new("client_assertion", _key.Assertion("fapi", _first.Url)),
            new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ];
        var granted = await browser.PostAsync(browser.TokenEndpoint, form);
        var replayed = await browser.PostAsync($"{_second.Url}/oauth/token", form);
        Assert.That((granted.Status, replayed.Status, replayed["error"]), Is.EqualTo((200, 400, "invalid_client")), granted.Text + replayed.Text);
    }

    [Test]
    public async Task A_pushed_request_completed_on_both_at_once_is_completed_once()
    {
        for (var round = 0; round < 5; round++)
        {
            var browser = new Browser(_first, _http);
            var push = browser.Request("fapi").ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.Ordinal);
            push["client_assertion"] = _key.Assertion("fapi", _first.Url);
            push["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
            var pushed = await browser.PostAsync($"{_first.Url}/oauth/par", push);
            Assert.That(pushed.Status, Is.EqualTo(201), pushed.Text);
            Dictionary<string, string?> reference = new(StringComparer.Ordinal) { ["client_id"] = "fapi", ["request_uri"] = pushed["request_uri"] };
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(index => browser.AuthorizeAsync(reference, origin: (index % 2 == 0 ? _first : _second).Url)));
            Assert.That(answers.Count(answer => answer.Headers.Location?.Query.Contains("code=", StringComparison.Ordinal) == true), Is.EqualTo(1));
            Array.ForEach(answers, answer => answer.Dispose());
        }
    }

    [Test]
    public async Task Both_know_a_cookie_by_the_same_session_also_when_they_see_it_first_at_once()
    {
        foreach (var newcomer in People.Skip(2))
        {
            var seen = await Task.WhenAll(Enumerable.Range(0, 6).Select(index => SignInAsync(index % 2 == 0 ? _first : _second, newcomer)));
            Assert.That(seen.Select(token => (Sid(token), token.GetClaim("auth_time").Value)).Distinct().ToList(), Has.Count.EqualTo(1));
        }
    }

    [Test(Description = "OpenID Connect RP-Initiated Logout §2, Back-Channel Logout §2.5")]
    public async Task A_sign_out_at_one_ends_the_session_at_both_and_the_client_hears_of_it_once()
    {
        var before = await SignInAsync(_first, "bob");
        await SignInAsync(_second, "bob");
        var browser = new Browser(_first, _http);

        var logouts = await Task.WhenAll(new[] { _second, _first, _second, _first }.Select(host =>
            browser.GetAsync($"{host.Url}/oauth/end_session?id_token_hint={before.EncodedToken}", ("Cookie", "login=bob"), ("Accept", "text/html"))));

        Assert.That(logouts, Has.Some.Matches<Answer>(answer => answer!.Text.Contains("id=\"logged-out\"", StringComparison.Ordinal)));
        string[] after = [Sid(await SignInAsync(_first, "bob")), Sid(await SignInAsync(_second, "bob"))];
        Assert.That(after.Distinct().ToList(), Has.Count.EqualTo(1).And.None.EqualTo(Sid(before)));
        Assert.That(() => _site.Posted, Has.Count.EqualTo(1).After(120_000, 100), "the client was not told");
        await Task.Delay(500); // a second token would be on its way by now
        Assert.That(_site.Posted.Select(form => Sid(new JsonWebToken(form["logout_token"]))), Is.EqualTo(new[] { Sid(before) }));
    }

    [Test]
    public async Task Whoever_signs_in_while_being_signed_out_gets_a_session()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async index =>
        {
            var host = index % 2 == 0 ? _first : _second;
            for (var round = 0; round < 15; round++)
            {
                var token = await SignInAsync(host, "frank", "quiet");
                var ended = await new Browser(host, _http).GetAsync(
                    $"{host.Url}/oauth/end_session?id_token_hint={token.EncodedToken}", ("Cookie", "login=frank"), ("Accept", "text/html"));
                Assert.That(ended.Status, Is.EqualTo(200), ended.Text);
            }
        }));
    }

    private async Task<JsonWebToken> SignInAsync(LabHost host, string login, string client = "public")
    {
        var browser = new Browser(host, _http);
        var callback = await browser.CallbackAsync(browser.Request(client), login);
        var tokens = await browser.PostAsync(browser.TokenEndpoint, browser.Redemption(callback["code"]!, client));
        Assert.That(tokens.Status, Is.EqualTo(200), tokens.Text);
        return new JsonWebToken(tokens["id_token"]);
    }

    private static string Sid(JsonWebToken token) => token.GetClaim("sid").Value;

    private async Task<string> StartPostgresAsync()
    {
        if (!PostgresServer.IsInstalled)
        {
            Assert.Ignore("PostgreSQL is not installed");
        }

        _postgres = await PostgresServer.StartAsync();
        await _postgres.CreateDatabaseAsync("lab");
        return _postgres.ConnectionString("lab");
    }

    private static async Task<Answer> TokensAsync(Browser browser, LabHost host)
    {
        var callback = await browser.CallbackAsync(browser.Request("public"));
        var tokens = await browser.PostAsync($"{host.Url}/oauth/token", browser.Redemption(callback["code"]!, "public"));
        Assert.That(tokens.Status, Is.EqualTo(200), tokens.Text);
        return tokens;
    }

    private static Task<Answer> RefreshAsync(Browser browser, LabHost host, string token) => browser.PostAsync(
        $"{host.Url}/oauth/token",
        [KeyValuePair.Create("grant_type", "refresh_token"), KeyValuePair.Create("refresh_token", token), KeyValuePair.Create("client_id", "public")]);
}
