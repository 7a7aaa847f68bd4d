namespace Attesto.Management.Tests;

/// <summary><c>/scopes</c> and <c>/apis</c>, over HTTP in one process.</summary>
public sealed class CatalogApiTests
{
    private const string Mail = "/apis/https%3A%2F%2Fmail.example%2Fv1";

    private ManagementApi _api = null!;

    private IEnumerable<ServerEvent> Changes => _api.Host.Events.Where(told => told.Metadata.ContainsKey(AuditTrail.Actor));

    [OneTimeSetUp]
    public async Task Start() => _api = await ManagementApi.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _api.DisposeAsync();

    [TearDown]
    public async Task Clean()
    {
        await _api.Host.RunAsync("scopes", "delete", "team:read", "--yes");
        await _api.Host.RunAsync("apis", "delete", "https://mail.example/v1", "--yes");
        _api.Host.Events.Clear();
    }

    [Test]
    public async Task A_scope_lives_from_its_addition_to_its_deletion()
    {
        var added = await _api.SendAsync(HttpMethod.Post, "/scopes", new { name = "team:read", claims = new[] { "team" }, displayName = "see your team" });
        Assert.That((added.Status, added.Location, added.IsNoStore), Is.EqualTo((201, "/manage/v1/scopes/team%3Aread", true)), added.Body);
        Assert.That((await _api.SendAsync(HttpMethod.Post, "/scopes", new { name = "team:read" })).Status, Is.EqualTo(409));
        var listed = (await _api.GetAsync("/scopes")).Json["scopes"]!.AsArray();
        Assert.That(listed.Select(scope => $"{scope!["name"]} {scope["isConfigured"]}"), Is.EqualTo(new[]
        {
            "openid true", "read:reports true", "attesto.manage true", "team:read ",
        }));

        var shown = await _api.GetAsync("/scopes/team%3Aread");
        Assert.That((shown.Status, shown.ETag, shown.Body), Is.EqualTo((200, added.ETag, added.Body)));
        Assert.That((await _api.SendAsync(HttpMethod.Put, "/scopes/team%3Aread", new { claims = new[] { "desk" } })).Status, Is.EqualTo(428));
        var changed = await _api.SendAsync(HttpMethod.Put, "/scopes/team%3Aread", new { claims = new[] { "desk" } }, shown.ETag);
        Assert.That((changed.Status, $"{changed.Json["claims"]![0]}", changed.Json["displayName"]), Is.EqualTo((200, "desk", null as object)), changed.Body);

        Assert.That((await _api.SendAsync(HttpMethod.Put, "/scopes/team%3Aread", new { }, shown.ETag)).Status, Is.EqualTo(412), "somebody was faster");
        Assert.That((await _api.SendAsync(HttpMethod.Delete, "/scopes/team%3Aread", ifMatch: shown.ETag)).Status, Is.EqualTo(412));
        Assert.That((await _api.SendAsync(HttpMethod.Delete, "/scopes/team%3Aread", ifMatch: changed.ETag)).Status, Is.EqualTo(200));
        Assert.That((await _api.SendAsync(HttpMethod.Delete, "/scopes/team%3Aread")).Status, Is.EqualTo(404));
        Assert.That(Changes.Select(told => told.Name), Is.EqualTo(new[] { EventName.ScopeAdded, EventName.ScopeChanged, EventName.ScopeRemoved }));
        Assert.That(Changes.Select(told => told.Metadata["actor"]), Is.All.EqualTo("cli_operator (operator)"));
    }

    [Test]
    public async Task A_scope_and_an_API_that_were_added_are_granted()
    {
        await _api.SendAsync(HttpMethod.Post, "/scopes", new { name = "team:read" });
        Assert.That((await _api.SendAsync(HttpMethod.Post, "/apis", new { uri = "https://mail.example/v1", displayName = "Mail" })).Status, Is.EqualTo(201));
        Assert.That($"{(await _api.GetAsync(Mail)).Json["displayName"]}", Is.EqualTo("Mail"));
        Assert.That(await _api.TokenOfAsync($"reader{Guid.NewGuid():N}", "read:reports"), Is.Not.Empty);
        await Assert.ThatAsync(() => _api.TokenOfAsync($"team{Guid.NewGuid():N}", "team:read"), Is.Not.Empty.After(2000, 50), "within a second");
        Assert.That((await _api.SendAsync(HttpMethod.Delete, "/scopes/team%3Aread")).Status, Is.EqualTo(409), "a client names it");
        foreach (var client in (await _api.GetAsync("/clients?search=team")).Json["clients"]!.AsArray())
        {
            await _api.Host.RunAsync("clients", "delete", $"{client!["id"]}", "--yes");
        }
    }

    [TestCase("POST", "/scopes", "{}", "name")]
    [TestCase("POST", "/scopes", """{"name":null}""", "name")]
    [TestCase("POST", "/scopes", """{"name":"a b"}""", "name")]
    [TestCase("POST", "/scopes", """{"name":"team:*"}""", "name")]
    [TestCase("POST", "/scopes", """{"name":"a\u0000"}""", "name")]
    [TestCase("POST", "/scopes", """{"name":1}""", "name")]
    [TestCase("POST", "/scopes", """{"name":"x","claims":["sub"]}""", "claims")]
    [TestCase("POST", "/scopes", """{"name":"x","claims":[null]}""", "claims")]
    [TestCase("POST", "/scopes", """{"name":"x","claims":"team"}""", "claims")]
    [TestCase("POST", "/scopes", """{"name":"profile","claims":["salary"]}""", "claims")]
    [TestCase("POST", "/scopes", """{"name":"attesto.manage","isEnabled":false}""", "isEnabled")]
    [TestCase("POST", "/scopes", """{"name":"x","isEnabled":null}""", "isEnabled")]
    [TestCase("POST", "/scopes", """{"name":"x","localizedDisplayNames":{"de_DE":"y"}}""", "localizedDisplayNames")]
    [TestCase("POST", "/scopes", """{"name":"x","localizedDisplayNames":{"de":null}}""", "localizedDisplayNames")]
    [TestCase("POST", "/scopes", """{"name":"x","localizedDescriptions":[]}""", "localizedDescriptions")]
    [TestCase("POST", "/scopes", """{"name":"x","displayName":"\u0000"}""", "displayName")]
    [TestCase("POST", "/scopes", """{"name":"x","claim":["team"]}""", "claim")]
    [TestCase("POST", "/apis", "{}", "uri")]
    [TestCase("POST", "/apis", """{"uri":"mail"}""", "uri")]
    [TestCase("POST", "/apis", """{"uri":"https://mail.example#top"}""", "uri")]
    [TestCase("POST", "/apis", """{"uri":"https://api.example/"}""", "uri")]
    [TestCase("POST", "/apis", """{"uri":"https://mail.example","claims":["client_id"]}""", "claims")]
    public async Task What_is_wrong_is_named_and_not_written(string method, string path, string body, string field)
    {
        var before = (await _api.GetAsync(path)).Body;
        var refused = await _api.SendAsync(new HttpMethod(method), path, body);
        Assert.That((refused.Status, refused.MediaType, refused.Error(field)), Is.EqualTo((400, "application/problem+json", refused.Error(field) ?? "a reason")), refused.Body);
        Assert.That((await _api.GetAsync(path)).Body, Is.EqualTo(before));
        Assert.That(Changes, Is.Empty);
    }

    [TestCase("GET", "/scopes/nobody", 404)]
    [TestCase("GET", "/apis/https%3A%2F%2Fnobody.example", 404)]
    [TestCase("DELETE", "/scopes/nobody", 404)]
    [TestCase("DELETE", "/scopes/read:reports", 409, Description = "the configuration's")]
    public async Task What_is_not_there_or_not_the_databases_is_told(string method, string path, int status) =>
        Assert.That((await _api.SendAsync(new HttpMethod(method), path)).Status, Is.EqualTo(status));

    [Test]
    public async Task The_name_in_the_body_is_that_of_the_URL()
    {
        var added = await _api.SendAsync(HttpMethod.Post, "/scopes", new { name = "team:read" });
        var refused = await _api.SendAsync(HttpMethod.Put, "/scopes/team%3Aread", new { name = "other" }, added.ETag);
        Assert.That((refused.Status, refused.Error("name")), Is.EqualTo((400, "must be that of the URL: it cannot be changed.")));
    }
}
