namespace Attesto.AspNetCore.Tests.Registration;

public sealed class ClientConfigurationTests
{
    private RegistrationHost _host = null!;

    [OneTimeSetUp]
    public async Task Start() => _host = await RegistrationHost.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task A_client_reads_its_registration()
    {
        var client = await _host.RegisterAsync(RegistrationHost.Machine);
        var read = await _host.SendAsync(HttpMethod.Get, client.ConfigurationPath, client["registration_access_token"]);
        Assert.That((read.Status, read.IsNoStore), Is.EqualTo((200, true)));
        Assert.That(read.Body!.Keys, Is.EquivalentTo(client.Body!.Keys.Except(["client_secret"])));
        Assert.That(read.Body.Keys.Select(name => read[name]), Is.EqualTo(read.Body.Keys.Select(name => client[name])));
    }

    [Test]
    public async Task An_update_replaces_everything_and_rotates_the_token()
    {
        var client = await _host.RegisterAsync("""{"redirect_uris":["https://client.example/cb"],"client_name":"Old","tos_uri":"https://client.example/tos"}""");
        var updated = await UpdateAsync(client, "\"redirect_uris\":[\"https://client.example/new\"],\"client_name\":\"New\"");
        Assert.Multiple(() =>
        {
            Assert.That((updated.Status, updated["client_id"], updated["client_name"], updated["tos_uri"]), Is.EqualTo((200, client["client_id"], "New", (string?)null)),
                updated.ToString());
            Assert.That(updated["redirect_uris"], Is.EqualTo("""["https://client.example/new"]"""));
            Assert.That(updated["registration_access_token"], Is.Not.EqualTo(client["registration_access_token"]));
            Assert.That(updated.Body, Does.Not.ContainKey("client_secret"), "the secret stays");
        });
        Assert.That((await ReadAsync(client))["client_name"], Is.EqualTo("New"), "nobody has used the new token: its answer may be lost");
        Assert.That((await ReadAsync(updated))["client_name"], Is.EqualTo("New"));
        Assert.That((await ReadAsync(client)).Status, Is.EqualTo(401), "the new token was used: the old one has ended");
    }

    [Test(Description = "RFC 7592 §2.2, §3")]
    public async Task An_update_whose_answer_was_lost_is_sent_again()
    {
        var client = await _host.RegisterAsync(RegistrationHost.Web);
        var lost = await UpdateAsync(client, "\"redirect_uris\":[\"https://client.example/new\"]");
        var again = await UpdateAsync(client, "\"redirect_uris\":[\"https://client.example/new\"]");
        Assert.That((again.Status, again["redirect_uris"]), Is.EqualTo((200, lost["redirect_uris"])), again.ToString());
        Assert.That((await ReadAsync(lost)).Status, Is.EqualTo(401), "nobody was told this token");
        var third = await UpdateAsync(client, "\"redirect_uris\":[\"https://client.example/third\"]");
        Assert.That((await UpdateAsync(third, "\"redirect_uris\":[\"javascript:alert(1)\"]")).Status, Is.EqualTo(400));
        Assert.That((await ReadAsync(client)).Status, Is.EqualTo(401), "a refused update has used the new token");
        Assert.That((await _host.SendAsync(HttpMethod.Delete, client.ConfigurationPath, third["registration_access_token"])).Status, Is.EqualTo(204));
    }

    [Test]
    public async Task A_secret_whose_answer_was_lost_is_made_again()
    {
        const string Closed = "\"redirect_uris\":[\"https://client.example/cb\"],\"token_endpoint_auth_method\":\"client_secret_post\",\"grant_types\":[\"authorization_code\",\"client_credentials\"]";
        var client = await _host.RegisterAsync("""{"redirect_uris":["https://client.example/cb"],"token_endpoint_auth_method":"none"}""");
        var lost = await UpdateAsync(client, Closed);
        var again = await UpdateAsync(client, Closed);
        Assert.That(again["client_secret"], Is.Not.Null.And.Not.EqualTo(lost["client_secret"]));
        Assert.That((await _host.TokenAsync(again), await _host.TokenAsync(again, lost["client_secret"])), Is.EqualTo((200, 400)));
        var known = await UpdateAsync(again, Closed);
        Assert.That(known.Body, Does.Not.ContainKey("client_secret"));
        Assert.That(await _host.TokenAsync(known, again["client_secret"]), Is.EqualTo(200));
    }

    [Test(Description = "RFC 7592 §2.3")]
    public async Task The_old_token_removes_the_client_while_the_new_one_is_unknown()
    {
        var client = await _host.RegisterAsync(RegistrationHost.Web);
        await UpdateAsync(client, "\"redirect_uris\":[\"https://client.example/new\"]");
        Assert.That((await _host.SendAsync(HttpMethod.Delete, client.ConfigurationPath, client["registration_access_token"])).Status, Is.EqualTo(204));
    }

    [Test]
    public async Task Of_racing_reads_with_a_new_token_none_is_refused()
    {
        var updated = await UpdateAsync(await _host.RegisterAsync(RegistrationHost.Web), "\"redirect_uris\":[\"https://client.example/new\"]");
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => ReadAsync(updated)));
        Assert.That(answers.Select(answer => answer.Status), Has.All.EqualTo(200));
    }

    [Test]
    public async Task Of_racing_updates_one_stands_and_nobody_is_locked_out()
    {
        var client = await _host.RegisterAsync(RegistrationHost.Web);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => UpdateAsync(client, $"\"redirect_uris\":[\"https://client.example/{i}\"]")));
        Assert.That(answers.Where(answer => answer.Status != 200).Select(answer => (answer.Status, answer["error"])), Has.All.EqualTo((401, "invalid_token")));
        var standing = await ReadAsync(client);
        Assert.That(standing.Status, Is.EqualTo(200), "no answer is known to have arrived");
        var read = await Task.WhenAll(answers.Where(answer => answer.Status == 200).Select(ReadAsync));
        Assert.That(read.Where(answer => answer.Status == 200).Select(answer => answer["redirect_uris"]), Is.EqualTo(new[] { standing["redirect_uris"] }));
    }

    [Test]
    public async Task A_change_of_method_brings_a_secret_or_takes_it_away()
    {
        var client = await _host.RegisterAsync(RegistrationHost.Web);
        var open = await UpdateAsync(client, "\"redirect_uris\":[\"https://client.example/cb\"],\"token_endpoint_auth_method\":\"none\"");
        Assert.That(open.Body!.Keys, Has.None.StartsWith("client_secret"));
        var closed = await UpdateAsync(open, "\"redirect_uris\":[\"https://client.example/cb\"],\"token_endpoint_auth_method\":\"client_secret_post\",\"grant_types\":[\"authorization_code\",\"client_credentials\"]");
        Assert.That(closed["client_secret"], Is.Not.Null.And.Not.EqualTo(client["client_secret"]));
        Assert.That((await _host.TokenAsync(closed), await _host.TokenAsync(closed, client["client_secret"])), Is.EqualTo((200, 400)));
    }

    [TestCase("\"redirect_uris\":[\"javascript:alert(1)\"]", "invalid_redirect_uri")]
    [TestCase("\"redirect_uris\":[\"https://client.example/cb\"],\"scope\":\"non\\\\sense\"", "invalid_client_metadata")]
    [TestCase("\"redirect_uris\":[\"https://client.example/cb\"],\"client_secret\":\"chosen\"", "invalid_client_metadata")]
    [TestCase("\"redirect_uris\":[\"https://client.example/cb\"],\"registration_access_token\":\"chosen\"", "invalid_client_metadata")]
    [TestCase("\"redirect_uris\":[\"https://client.example/cb\"],\"registration_client_uri\":\"https://x.example\"", "invalid_client_metadata")]
    [TestCase("\"redirect_uris\":[\"https://client.example/cb\"],\"client_secret_expires_at\":0", "invalid_client_metadata")]
    [TestCase("\"redirect_uris\":[\"https://client.example/cb\"],\"client_id_issued_at\":0", "invalid_client_metadata")]
    public async Task An_update_that_breaks_the_rules_changes_nothing(string members, string error)
    {
        var client = await _host.RegisterAsync(RegistrationHost.Web);
        var refused = await UpdateAsync(client, members);
        Assert.That((refused.Status, refused["error"]), Is.EqualTo((400, error)), refused.ToString());
        Assert.That((await ReadAsync(client)).Status, Is.EqualTo(200));
    }

    [TestCase("{\"redirect_uris\":[\"https://client.example/cb\"]}")]
    [TestCase("{\"client_id\":\"dyn_other\",\"redirect_uris\":[\"https://client.example/cb\"]}")]
    [TestCase("{\"client_id\":7,\"redirect_uris\":[\"https://client.example/cb\"]}")]
    [TestCase("[]")]
    [TestCase("{\"client_id\":\"a\",\"client_id\":\"b\"}")]
    public async Task An_update_names_its_own_client(string body)
    {
        var client = await _host.RegisterAsync(RegistrationHost.Web);
        var refused = await _host.SendAsync(HttpMethod.Put, client.ConfigurationPath, client["registration_access_token"], body);
        Assert.That((refused.Status, refused["error"]), Is.EqualTo((400, "invalid_client_metadata")));
    }

    [Test]
    public async Task An_update_may_repeat_the_secret_that_is_registered()
    {
        var client = await _host.RegisterAsync(RegistrationHost.Web);
        var updated = await UpdateAsync(client, $"\"redirect_uris\":[\"https://client.example/cb\"],\"client_secret\":\"{client["client_secret"]}\"");
        Assert.That(updated.Status, Is.EqualTo(200), updated.ToString());
    }

    [Test]
    public async Task Removal_ends_the_client()
    {
        var client = await _host.RegisterAsync(RegistrationHost.Machine);
        Assert.That(await _host.TokenAsync(client), Is.EqualTo(200));
        var removed = await _host.SendAsync(HttpMethod.Delete, client.ConfigurationPath, client["registration_access_token"]);
        Assert.That((removed.Status, removed.Body, removed.IsNoStore), Is.EqualTo((204, (object?)null, true)));
        Assert.That(await _host.TokenAsync(client), Is.EqualTo(400));
        Assert.That((await ReadAsync(client)).Status, Is.EqualTo(401));
        Assert.That((await _host.SendAsync(HttpMethod.Delete, client.ConfigurationPath, client["registration_access_token"])).Status, Is.EqualTo(401));
    }

    [TestCase("GET")]
    [TestCase("PUT")]
    [TestCase("DELETE")]
    public async Task Nobody_else_learns_or_changes_anything(string method)
    {
        var client = await _host.RegisterAsync(RegistrationHost.Web);
        var other = await _host.RegisterAsync(RegistrationHost.Web);
        var body = method is "PUT" ? RegistrationHost.Web : null;
        var none = await _host.SendAsync(new HttpMethod(method), client.ConfigurationPath, token: null, body);
        var wrong = await _host.SendAsync(new HttpMethod(method), client.ConfigurationPath, other["registration_access_token"], body);
        var unknown = await _host.SendAsync(new HttpMethod(method), "/oauth/register/dyn_unknown", client["registration_access_token"], body);
        var hosts = await _host.SendAsync(new HttpMethod(method), "/oauth/register/web", client["registration_access_token"], body);
        Assert.That(
            new[] { none, wrong, unknown, hosts }.Select(answer => (answer.Status, answer["error"], answer["error_description"])).Distinct().ToArray(),
            Is.EqualTo(new[] { (401, "invalid_token", none["error_description"]) }));
        Assert.That(wrong.Challenge, Is.EqualTo(unknown.Challenge).And.Contains("error=\"invalid_token\""));
        Assert.That((await ReadAsync(client)).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task The_scheme_is_matched_without_regard_to_case_and_two_headers_are_none()
    {
        var client = await _host.RegisterAsync(RegistrationHost.Web);
        using var lower = new HttpRequestMessage(HttpMethod.Get, client.ConfigurationPath);
        lower.Headers.TryAddWithoutValidation("Authorization", $"bearer {client["registration_access_token"]}");
        using var basic = new HttpRequestMessage(HttpMethod.Get, client.ConfigurationPath);
        basic.Headers.TryAddWithoutValidation("Authorization", $"Basic {client["registration_access_token"]}");
        Assert.That((int)(await _host.Host.CreateClient().SendAsync(lower)).StatusCode, Is.EqualTo(200));
        Assert.That((int)(await _host.Host.CreateClient().SendAsync(basic)).StatusCode, Is.EqualTo(401));
    }

    private Task<Answer> ReadAsync(Answer client) => _host.SendAsync(HttpMethod.Get, client.ConfigurationPath, client["registration_access_token"]);

    private Task<Answer> UpdateAsync(Answer client, string members) =>
        _host.SendAsync(HttpMethod.Put, client.ConfigurationPath, client["registration_access_token"], $$"""{"client_id":"{{client["client_id"]}}",{{members}}}""");
}
