using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests;

/// <summary>The management API, over HTTP in one process.</summary>
public sealed class ManagementApiTests
{
    private static readonly object Web = new { id = "web", redirectUris = new[] { "https://shop.example/cb" }, allowedScope = "openid" };

    private ManagementApi _api = null!;

    [OneTimeSetUp]
    public async Task Start() => _api = await ManagementApi.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await _api.DisposeAsync();

    [TearDown]
    public async Task Clean()
    {
        await _api.Host.RunAsync("clients", "delete", "web", "--yes");
        _api.Host.Events.Clear();
    }

    [TestCase("GET", "/clients")]
    [TestCase("POST", "/clients")]
    [TestCase("PUT", "/clients/operator")]
    [TestCase("DELETE", "/clients/operator")]
    [TestCase("POST", "/clients/operator/rotate-secret")]
    [TestCase("GET", "/scopes")]
    [TestCase("POST", "/scopes")]
    [TestCase("PUT", "/apis/x")]
    [TestCase("DELETE", "/apis/x")]
    [TestCase("POST", "/keys/rotate")]
    [TestCase("GET", "/sessions?subject=alice")]
    [TestCase("POST", "/grants/end")]
    public async Task Nothing_is_told_or_done_without_a_token_that_has_the_scope(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/manage/v1{path}");
        using var answer = await _api.Http.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Does.StartWith("Bearer").And.Contain($"scope=\"{ManagementApi.Scope}\""));
        Assert.That((await _api.GetAsync("/clients/operator")).Status, Is.EqualTo(200));
    }

    [Test]
    public async Task Another_scope_opens_nothing()
    {
        var token = await _api.TokenOfAsync("reader", "read:reports");
        var refused = await _api.SendAsync(HttpMethod.Get, "/clients", token: token);
        Assert.That((refused.Status, $"{refused.Json["error"]}"), Is.EqualTo((403, "insufficient_scope")));
    }

    [Test]
    public async Task A_client_lives_from_its_addition_to_its_deletion()
    {
        var added = await _api.SendAsync(HttpMethod.Post, "/clients", Web);
        Assert.That((added.Status, added.Location, added.IsNoStore), Is.EqualTo((201, "/manage/v1/clients/web", true)), added.Body);
        Assert.That($"{added.Json["clientSecret"]}", Has.Length.EqualTo(43));
        Assert.That((await _api.SendAsync(HttpMethod.Post, "/clients", Web)).Status, Is.EqualTo(409));

        var shown = await _api.GetAsync("/clients/web");
        Assert.That((shown.Status, shown.ETag), Is.EqualTo((200, added.ETag)));
        Assert.That(shown.Body, Does.Not.Contain("hash").And.Not.Contain($"{added.Json["clientSecret"]}"));

        var edited = shown.Json;
        edited["name"] = "Shop";
        var replaced = await _api.SendAsync(HttpMethod.Put, "/clients/web", edited, shown.ETag);
        Assert.That((replaced.Status, $"{replaced.Json["client"]!["name"]}", replaced.Json["clientSecret"]), Is.EqualTo((200, "Shop", (JsonNode?)null)), replaced.Body);
        Assert.That(replaced.ETag, Is.Not.EqualTo(shown.ETag));

        var rotated = await _api.SendAsync(HttpMethod.Post, "/clients/web/rotate-secret", new { overlapSeconds = 60, lifetimeSeconds = 3600 });
        Assert.That(rotated.Json["client"]!["secrets"]!.AsArray().Select(secret => secret!["expiresAt"] is null), Is.EqualTo(new[] { false, false }));
        var usual = await _api.SendAsync(HttpMethod.Post, "/clients/web/rotate-secret");
        Assert.That(usual.Status, Is.EqualTo(200), "without a body, as usual");
        Assert.That(
            usual.Json["client"]!["secrets"]!.AsArray().Select(secret => secret!["expiresAt"]?.GetValue<DateTimeOffset>() - DateTimeOffset.UtcNow > TimeSpan.FromMinutes(30)),
            Is.EqualTo(new[] { false, true, false }), "the new one has no end, and those before go on until theirs, or for a day");
        Assert.That((await _api.SendAsync(HttpMethod.Post, "/clients/web/rotate-secret", "")).Status, Is.EqualTo(200), "as programs send that name a type always");
        Assert.That($"{(await _api.SendAsync(HttpMethod.Post, "/clients/web/disable")).Json["client"]!["isRevoked"]}", Is.EqualTo("true"));
        Assert.That($"{(await _api.SendAsync(HttpMethod.Post, "/clients/web/enable")).Json["client"]!["isRevoked"]}", Is.EqualTo("false"));

        Assert.That((await _api.SendAsync(HttpMethod.Delete, "/clients/web")).Json["grants"]!.GetValue<int>(), Is.Zero);
        Assert.That((await _api.GetAsync("/clients/web")).Status, Is.EqualTo(404));
        var told = _api.Host.Events.Where(told => told.ClientId == "web").ToList();
        Assert.That(
            told.Select(told => told.Metadata.GetValueOrDefault("change")),
            Is.EqualTo(new object?[] { null, "edited", "secret rotated", "secret rotated", "secret rotated", "disabled", "enabled", null }));
        Assert.That(told.Select(told => told.Metadata["actor"]), Is.All.EqualTo("cli_operator (operator)"));
    }

    [Test]
    public async Task A_change_needs_the_version_that_was_read_and_overwrites_no_other()
    {
        var added = await _api.SendAsync(HttpMethod.Post, "/clients", Web);
        Assert.That((await _api.SendAsync(HttpMethod.Put, "/clients/web", Web)).Status, Is.EqualTo(428));
        var first = await _api.SendAsync(HttpMethod.Put, "/clients/web", Web, added.ETag);
        Assert.That(first.Status, Is.EqualTo(200));
        foreach (var stale in new[] { added.ETag, $"W/{first.ETag}", "\"nonsense\"", "nonsense" })
        {
            var refused = await _api.SendAsync(HttpMethod.Put, "/clients/web", new { id = "web", name = "Second", redirectUris = new[] { "https://b.example" } }, stale);
            Assert.That((refused.Status, refused.MediaType), Is.EqualTo((412, "application/problem+json")), stale);
        }

        Assert.That((await _api.SendAsync(HttpMethod.Post, "/clients/web/disable", ifMatch: added.ETag)).Status, Is.EqualTo(412));
        Assert.That((await _api.SendAsync(HttpMethod.Delete, "/clients/web", ifMatch: added.ETag)).Status, Is.EqualTo(412));
        Assert.That((await _api.GetAsync("/clients/web")).ETag, Is.EqualTo(first.ETag));
        Assert.That((await _api.SendAsync(HttpMethod.Put, "/clients/web", Web, $"\"other\", {first.ETag}")).Status, Is.EqualTo(200));
        Assert.That((await _api.SendAsync(HttpMethod.Put, "/clients/web", Web, "*")).Status, Is.EqualTo(200));
        var renamed = await _api.SendAsync(HttpMethod.Put, "/clients/web", new { id = "operator", redirectUris = new[] { "https://b.example" } }, "*");
        Assert.That((renamed.Status, renamed.Error("id")), Is.EqualTo((400, "must be that of the URL: a client_id cannot be changed.")));
    }

    [TestCase("/clients/web/rotate-secret")]
    [TestCase("/clients/web/disable")]
    public async Task Of_racing_changes_of_one_version_one_is_made(string path)
    {
        var version = (await _api.SendAsync(HttpMethod.Post, "/clients", Web)).ETag;
        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _api.SendAsync(HttpMethod.Post, path, new { overlapSeconds = 0 }, version))));
            Assert.That(answers.Select(answer => answer.Status).Order(), Is.EqualTo(Enumerable.Repeat(412, 7).Prepend(200)), "RFC 9110 §13.1.1");
            version = answers.Single(answer => answer.Status == 200).ETag;
        }
    }

    [Test]
    public async Task Of_a_change_and_a_deletion_of_one_version_that_race_one_is_made()
    {
        for (var round = 0; round < 10; round++)
        {
            var version = (await _api.SendAsync(HttpMethod.Post, "/clients", Web)).ETag;
            var change = Task.Run(() => _api.SendAsync(HttpMethod.Post, "/clients/web/rotate-secret", new { overlapSeconds = 0 }, version));
            var deletion = Task.Run(() => _api.SendAsync(HttpMethod.Delete, "/clients/web", ifMatch: version));
            var (changed, deleted) = ((await change).Status, (await deletion).Status);
            Assert.That((changed, deleted), Is.EqualTo((200, 412)).Or.EqualTo((404, 200)).Or.EqualTo((412, 200)));
            if (deleted != 200)
            {
                Assert.That((await _api.SendAsync(HttpMethod.Delete, "/clients/web", ifMatch: (await change).ETag)).Status, Is.EqualTo(200));
            }
        }
    }

    [TestCase("""{"id":"web","redirectUris":["http://shop.example"]}""", "redirectUris", "has the entry")]
    [TestCase("""{"id":"web","redirectUri":["https://shop.example"]}""", "redirectUri", "no member")]
    [TestCase("""{"id":"web","redirectUris":"https://shop.example"}""", "redirectUris", "does not fit")]
    [TestCase("""{"id":"web","redirectUris":[null]}""", "redirectUris", "null")]
    [TestCase("""{"id":"web","redirectUris":[7]}""", "redirectUris", "does not fit")]
    [TestCase("""{"id":null,"redirectUris":["https://shop.example/cb"]}""", "id", "1 to 2048 characters")]
    [TestCase("""{"id":"web","applicationType":"Mobile"}""", "applicationType", "does not fit")]
    [TestCase("""{"id":"web","applicationType":7}""", "applicationType", "does not fit")]
    [TestCase("""{"id":"web","localizedNames":{"de":null}}""", "localizedNames", "null")]
    [TestCase("""{"id":"web","allowedScope":"a \"b"}""", "allowedScope", "scope tokens")]
    [TestCase("""{"id":"web","jwks":{"keys":[{"kty":"oct","k":"AA"}]}}""", "jwks", "public keys")]
    [TestCase("""{"id":"web","grantTypes":["password"]}""", "grantTypes", "password")]
    public async Task Wrong_data_is_named_by_its_field_before_anything_is_written(string body, string field, string reason)
    {
        var refused = await _api.SendAsync(HttpMethod.Post, "/clients", body);
        Assert.That((refused.Status, refused.MediaType), Is.EqualTo((400, "application/problem+json")), refused.Body);
        Assert.That(refused.Error(field), Does.Contain(reason), refused.Body);
        Assert.That((await _api.GetAsync("/clients/web")).Status, Is.EqualTo(404));
        Assert.That(_api.Host.Events.Where(told => told.Name is EventName.ClientAdded), Is.Empty);
    }

    [TestCase("GET", "/clients?size=0", null, 400)]
    [TestCase("GET", "/clients?size=many", null, 400)]
    [TestCase("GET", "/clients?after=soon", null, 400)]
    [TestCase("GET", "/clients?origin=0", null, 400)]
    [TestCase("GET", "/clients?search=%00", null, 400)]
    [TestCase("GET", "/clients/none", null, 404)]
    [TestCase("GET", "/grants", null, 400)]
    [TestCase("GET", "/grants?subject=%00", null, 400)]
    [TestCase("GET", "/grants?subject=alice&after=soon", null, 400)]
    [TestCase("GET", "/sessions", null, 400)]
    [TestCase("GET", "/events?after=soon", null, 400)]
    [TestCase("GET", "/events?after=1.2", null, 400)]
    [TestCase("GET", "/events?after=99999999999999999999.00000000000000000000000000000000", null, 400)]
    [TestCase("GET", "/events?name=nothing", null, 400)]
    [TestCase("GET", "/events?from=soon", null, 400)]
    [TestCase("GET", "/events?subject=%00", null, 400)]
    [TestCase("GET", "/events?size=0", null, 400)]
    [TestCase("GET", "/events/export?format=xml", null, 400)]
    [TestCase("GET", "/events/export?until=0", null, 400)]
    [TestCase("POST", "/clients", "", 400)]
    [TestCase("POST", "/clients", "[]", 400)]
    [TestCase("POST", "/clients", "{\"id\":\"a\",\"id\":\"b\"}", 400)]
    [TestCase("POST", "/clients", "{\"id\":\"\\ud800\"}", 400)]
    [TestCase("PUT", "/clients/none", "{}", 428)]
    [TestCase("DELETE", "/clients/none", null, 404)]
    [TestCase("POST", "/clients/none/rotate-secret", "{}", 404)]
    [TestCase("POST", "/clients/operator/rotate-secret", "{\"overlapSeconds\":-1}", 400)]
    [TestCase("POST", "/clients/operator/rotate-secret", "{\"overlapSeconds\":1e400}", 400)]
    [TestCase("POST", "/clients/operator/rotate-secret", "{\"overlapSeconds\":31536001}", 400)]
    [TestCase("POST", "/clients/operator/rotate-secret", "{\"lifetimeSeconds\":0}", 400)]
    [TestCase("POST", "/clients/operator/rotate-secret", "{\"lifetimeSeconds\":315360001}", 400)]
    [TestCase("GET", "/clients?size=501", null, 400)]
    [TestCase("POST", "/keys/rotate", "{\"algorithm\":\"HS256\"}", 409)]
    [TestCase("POST", "/keys/none/retire", null, 404)]
    [TestCase("POST", "/grants/end", "{}", 400)]
    [TestCase("POST", "/grants/end", "{\"subject\":\"\\u0000\"}", 400)]
    public async Task Every_bad_request_is_told_as_a_problem(string method, string path, string? body, int status)
    {
        var refused = await _api.SendAsync(new HttpMethod(method), path, body);
        Assert.That((refused.Status, refused.MediaType, refused.IsNoStore), Is.EqualTo((status, "application/problem+json", true)), refused.Body);
        Assert.That($"{refused.Json["detail"]}{refused.Json["errors"]}", Is.Not.Empty.And.Not.Contain("Attesto.").And.Not.Contain("Exception"), refused.Body);
    }

    [Test]
    public async Task Other_bodies_and_too_long_ones_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/manage/v1/clients") { Content = new StringContent("id=web") };
        request.Headers.Authorization = new("Bearer", _api.Token);
        using var answer = await _api.Http.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That((await _api.SendAsync(HttpMethod.Post, "/clients", new { id = "web", name = new string('a', 300_000) })).Status, Is.EqualTo(413));
    }

    // Every member gets every kind of value, in each place of the body where one may stand.
    [Test]
    public async Task No_value_of_any_member_is_the_servers_fault()
    {
        string[] values =
        [
            "null", "true", "-1", "1e999", "\"\"", "\"\\u0000\"", "\"\\ud83d\"", "\"\u202e\"", "[]", "[null]", "[[]]", "{}", "{\"a\":null}", "{\"keys\":null}", "{\"keys\":[null]}",
            "[\"https://[\"]", "[\"a:\"]", "\"https://[::1\"", "\"9999-99-99\"",
        ];
        var sent = 0;
        foreach (var member in typeof(ClientEntry).GetProperties().Select(property => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name)))
        {
            foreach (var value in values)
            {
                var rest = member is "id" ? "" : $",\"id\":\"fuzz{sent++}\"";
                var answer = await _api.SendAsync(HttpMethod.Post, "/clients", $$"""{"{{member}}":{{value}}{{rest}},"isPublic":true}""");
                Assert.That(answer.Status, Is.EqualTo(201).Or.EqualTo(400), $"{member}: {value}: {answer.Body}");
            }
        }
    }

    [Test]
    public async Task The_list_goes_page_by_page_to_its_end()
    {
        foreach (var id in new[] { "list1", "list2", "list3" })
        {
            await _api.SendAsync(HttpMethod.Post, "/clients", new { id, isPublic = true, redirectUris = new[] { "https://a.example/cb" } });
        }

        var (found, after) = (new List<string>(), "");
        do
        {
            var page = (await _api.GetAsync($"/clients?size=2{after}")).Json;
            found.AddRange(page["clients"]!.AsArray().Select(client => $"{client!["id"]}"));
            after = page["next"] is { } next ? $"&after={next}" : null;
        }
        while (after is not null);
        Assert.That(found[..3], Is.EqualTo(new[] { "list3", "list2", "list1" }));
        Assert.That(found, Is.Unique.And.Member("operator"));
    }

    [Test]
    public async Task Clients_of_every_kind_are_searched_by_how_a_word_of_them_begins()
    {
        await AddDocumentAsync("https://blue.example/client");
        await _api.SendAsync(HttpMethod.Post, "/clients", new { id = "web", name = "The Blue Shop", redirectUris = new[] { "https://a.example/cb" } });

        var first = (await _api.GetAsync("/clients?search=blue&size=1")).Json;
        var last = (await _api.GetAsync($"/clients?search=blue&size=1&after={first["next"]}")).Json;
        Assert.That(($"{first["clients"]![0]!["id"]}", $"{first["clients"]![0]!["origin"]}"), Is.EqualTo(("web", "Host")));
        Assert.That(($"{last["clients"]![0]!["id"]}", $"{last["clients"]![0]!["origin"]}"), Is.EqualTo(("https://blue.example/client", "MetadataDocument")));
        Assert.That(last["next"], Is.Null);
        Assert.That((await _api.GetAsync("/clients?search=blue&origin=registration")).Json["clients"]!.AsArray(), Is.Empty);
        Assert.That((await _api.GetAsync("/clients?origin=none")).Error("origin"), Is.EqualTo("must be one of Host, Registration, MetadataDocument."));
    }

    [Test]
    public async Task A_client_whose_name_is_a_url_is_shown_and_forgotten()
    {
        const string url = "https://editor.example/client";
        await AddDocumentAsync(url);
        var path = $"/clients/{Uri.EscapeDataString(url)}";
        var shown = await _api.GetAsync(path);
        Assert.That((shown.Status, $"{shown.Json["origin"]}", shown.ETag), Is.EqualTo((200, "MetadataDocument", (string?)null)), shown.Body);
        Assert.That((await _api.SendAsync(HttpMethod.Put, path, shown.Json, "*")).Status, Is.EqualTo(409), "what it is, its document says");
        Assert.That((await _api.SendAsync(HttpMethod.Delete, path)).Status, Is.EqualTo(200));
        Assert.That((await _api.GetAsync(path)).Status, Is.EqualTo(404));
    }

    private async Task AddDocumentAsync(string url)
    {
        await using var scope = _api.Host.App.Services.CreateAsyncScope();
        var document = $$"""{"client_id":"{{url}}","redirect_uris":["https://editor.example/cb"],"token_endpoint_auth_method":"none"}""";
        await scope.ServiceProvider.GetRequiredService<IClientMetadataCache>().PutAsync(new(url, document, DateTimeOffset.UtcNow.AddHours(1)), default);
    }
}
