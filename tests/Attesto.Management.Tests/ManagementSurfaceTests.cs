using System.Text.Json.Nodes;
using Attesto.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests;

/// <summary>Keys, grants and sessions over HTTP, the description of it all, and what is refused at the start.</summary>
public sealed class ManagementSurfaceTests
{
    [Test]
    public async Task Keys_are_listed_rotated_and_retired()
    {
        await using var api = await ManagementApi.StartAsync();
        var key = (await api.GetAsync("/keys")).Json["keys"]!.AsArray().Single()!;
        Assert.That(($"{key["algorithm"]}", $"{key["state"]}"), Is.EqualTo(("ES256", "Signing")));
        var rotated = await api.SendAsync(HttpMethod.Post, "/keys/rotate", new { algorithm = "ES256" });
        var next = $"{rotated.Json["keys"]![0]!["keyId"]}";
        Assert.That((await api.SendAsync(HttpMethod.Post, $"/keys/{key["keyId"]}/retire")).Status, Is.EqualTo(409), "it signs");
        Assert.That($"{(await api.SendAsync(HttpMethod.Post, $"/keys/{next}/retire")).Json["state"]}", Is.EqualTo("Retired"));
        Assert.That(api.Host.Events.Where(told => told.Name is EventName.KeyRotated or EventName.KeyRetired).Select(told => told.Metadata["actor"]), Is.EqualTo(new[]
        {
            "cli_operator (operator)", "cli_operator (operator)",
        }));
        Assert.That((await api.SendAsync(HttpMethod.Post, "/keys/rotate")).Status, Is.EqualTo(200), "without a body, of all algorithms");
    }

    [Test]
    public async Task The_grants_and_sessions_of_a_person_are_listed_and_ended()
    {
        await using var api = await ManagementApi.StartAsync();
        await using (var scope = api.Host.App.Services.CreateAsyncScope())
        {
            foreach (var client in new[] { "web", "spa" })
            {
                await scope.ServiceProvider.GetRequiredService<IGrantStore>().AddAsync(KeyAndGrantCommandsTests.NewGrant("alice", client), default);
            }

            await scope.ServiceProvider.GetRequiredService<IServerSideSessionStore>().AddAsync(
                new ServerSideSession(TokenHash.Of("cookie"), "alice", "sid1", DateTimeOffset.UtcNow.AddHours(1)), default);
        }

        var first = (await api.GetAsync("/grants?subject=alice&size=1")).Json;
        var rest = (await api.GetAsync($"/grants?subject=alice&size=1&after={first["next"]}")).Json;
        Assert.That(first["grants"]!.AsArray().Concat(rest["grants"]!.AsArray()).Select(grant => $"{grant!["clientId"]}"), Is.EquivalentTo(new[] { "web", "spa" }));
        Assert.That((await api.GetAsync("/sessions?subject=alice")).Json["sessions"]!.AsArray().Select(session => $"{session!["sessionId"]}"), Is.EqualTo(new[] { "sid1" }));
        Assert.That((await api.SendAsync(HttpMethod.Delete, "/sessions/sid1")).Json["browserSessions"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That((await api.GetAsync("/sessions?subject=alice")).Json["sessions"]!.AsArray(), Is.Empty);
        Assert.That((await api.SendAsync(HttpMethod.Post, "/grants/end", new { subject = "alice", clientId = "web" })).Json["grants"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That((await api.GetAsync("/grants?subject=alice")).Json["grants"]!.AsArray().Select(grant => $"{grant!["clientId"]}"), Is.EqualTo(new[] { "spa" }));
    }

    [Test]
    public async Task Every_route_is_described()
    {
        await using var api = await ManagementApi.StartAsync();
        var document = JsonNode.Parse(await api.Http.GetStringAsync("/openapi/v1.json"))!;
        var routes = document["paths"]!.AsObject().Where(path => path.Key.StartsWith("/manage/v1", StringComparison.Ordinal))
            .SelectMany(path => path.Value!.AsObject().Select(method => (Name: $"{method.Key} {path.Key}", Description: method.Value!))).ToList();
        Assert.That(routes.Select(route => route.Name), Is.EquivalentTo(new[]
        {
            "get /manage/v1/clients", "post /manage/v1/clients", "get /manage/v1/clients/{id}", "put /manage/v1/clients/{id}", "delete /manage/v1/clients/{id}",
            "post /manage/v1/clients/{id}/rotate-secret", "post /manage/v1/clients/{id}/disable", "post /manage/v1/clients/{id}/enable",
            "get /manage/v1/scopes", "post /manage/v1/scopes", "get /manage/v1/scopes/{id}", "put /manage/v1/scopes/{id}", "delete /manage/v1/scopes/{id}",
            "get /manage/v1/apis", "post /manage/v1/apis", "get /manage/v1/apis/{id}", "put /manage/v1/apis/{id}", "delete /manage/v1/apis/{id}",
            "get /manage/v1/keys", "post /manage/v1/keys/rotate", "post /manage/v1/keys/{id}/retire",
            "get /manage/v1/grants", "post /manage/v1/grants/end", "get /manage/v1/sessions", "delete /manage/v1/sessions/{id}",
            "get /manage/v1/events", "get /manage/v1/events/export",
        }));
        foreach (var (name, description) in routes)
        {
            Assert.That($"{description["summary"]}", Is.Not.Empty, name);
            Assert.That($"{description["operationId"]}", Is.Not.Empty, name);
            string[] statuses = [.. description["responses"]!.AsObject().Select(response => response.Key)];
            Assert.That(statuses, Has.Exactly(1).StartsWith("2"), name);
            Assert.That(statuses, Is.SupersetOf(new[] { "400", "401", "403" }), name);
        }

        var client = document["components"]!["schemas"]!["ClientEntry"]!["properties"]!;
        Assert.That(client["redirectUris"], Is.Not.Null);
        Assert.That(document.ToJsonString(), Does.Contain("\"Native\"").And.Not.Contain("\"hash\""), "values by their names");
    }

    [Test]
    public async Task Too_many_requests_are_told_when_to_come_back()
    {
        await using var api = await ManagementApi.StartAsync(new() { ["Attesto:RateLimits:Protocol"] = "2" }); // of which the token took one
        Assert.That((await api.GetAsync("/clients")).Status, Is.EqualTo(200));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/manage/v1/clients") { Headers = { Authorization = new("Bearer", api.Token) } };
        using var limited = await api.Http.SendAsync(request);
        Assert.That(
            ((int)limited.StatusCode, limited.Headers.CacheControl?.NoStore, $"{limited.Content.Headers.ContentType}"), Is.EqualTo((429, true, "application/problem+json")));
        Assert.That(limited.Headers.RetryAfter?.Delta, Is.GreaterThan(TimeSpan.Zero));
        Assert.That(limited.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
    }

    [Test]
    public async Task A_host_whose_api_no_token_could_open_or_nothing_protects_does_not_start()
    {
        await using var host = ManagementApi.Build(new() { ["Attesto:Scopes:Supported:1"] = "other" }, authenticates: false);
        ManagementApi.Map(host.App);
        var fault = (await Assert.CatchAsync(() => host.App.StartAsync()))!;
        Assert.That(fault.Message, Does.Contain("does not name the scope \"attesto.manage\"").And.Contain("AddAttestoBearer()"));
    }

    [Test]
    public void Every_line_of_the_document_is_run()
    {
        var run = File.ReadAllText(Path.Combine(Checkout.Root, "tests", "Attesto.Management.Tests", "ManagementApi.cs"));
        var isCode = false;
        var lines = File.ReadLines(Path.Combine(Checkout.Root, "docs", "management.md")).Where(line =>
        {
            var isFence = line.StartsWith("```", StringComparison.Ordinal);
            isCode = isFence ? line.EndsWith("csharp", StringComparison.Ordinal) : isCode;
            return isCode && !isFence && line.Length > 0;
        }).ToList();
        Assert.That(lines, Has.Count.GreaterThan(4));
        Assert.That(lines.Where(line => !run.Contains(line, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task A_host_that_maps_it_without_its_services_is_told_so()
    {
        await using var host = ManagedHost.Build(migrated: false);
        Assert.That(() => host.App.MapAttestoManagement(), Throws.InvalidOperationException.With.Message.Contains("AddAttestoManagement"));
    }
}
