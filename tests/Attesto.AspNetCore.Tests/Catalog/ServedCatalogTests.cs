using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Catalog;

/// <summary>Scopes and APIs beside the options, over HTTP.</summary>
public sealed class ServedCatalogTests
{
    private readonly Store _store = new();
    private TestHost _host = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _store.Catalog = new([new HostScope { Name = "team:read", Claims = ["team"] }], []);
        _host = await TestHost.StartAsync(
            attesto =>
            {
                attesto.Services.AddSingleton<ICatalogStore>(_store);
                attesto.AddCatalogStore<Store>();
            },
            new() { ["Attesto:Claims:Supported:0"] = "name" });
    }

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task Tokens_and_documents_follow_a_change()
    {
        Assert.That(await AskAsync("team:read"), Is.EqualTo((HttpStatusCode.OK, "team:read")), "read at start");
        Assert.That(await AskAsync("team:write"), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_scope")));
        Assert.That(await AskAsync("read:reports", "https://mail.example/v1"), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_target")));
        Assert.That((await GetAsync("/.well-known/oauth-protected-resource/v1")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(List((await GetAsync("/.well-known/openid-configuration")).Json!["scopes_supported"]), Is.EqualTo(new[] { "openid", "read:reports", "team:read" }));

        _store.Catalog = new(
            [new HostScope { Name = "team:write", Claims = ["desk"] }],
            [new HostApi { Uri = "https://mail.example/v1", DisplayName = "Mail", LocalizedDisplayNames = ScopeTextsTests.Texts(("de", "Post")) }]);
        _host.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await AskAsync("team:read"), Is.EqualTo((HttpStatusCode.BadRequest, "invalid_scope")));
        Assert.That(await AskAsync("team:write", "https://mail.example/v1"), Is.EqualTo((HttpStatusCode.OK, "team:write")));
        var document = (await GetAsync("/.well-known/openid-configuration")).Json!;
        Assert.That(List(document["scopes_supported"]), Is.EqualTo(new[] { "openid", "read:reports", "team:write" }));
        Assert.That(List(document["claims_supported"]), Is.EqualTo(new[] { "name", "desk" }));
        Assert.That(List((await GetAsync("/.well-known/oauth-authorization-server")).Json!["scopes_supported"]), Is.EqualTo(new[] { "read:reports", "team:write" }));
        var resource = (await GetAsync("/.well-known/oauth-protected-resource/v1")).Json!;
        Assert.That($"{resource["resource"]}", Is.EqualTo("https://mail.example/v1"));
        Assert.That(($"{resource["resource_name"]}", $"{resource["resource_name#de"]}"), Is.EqualTo(("Mail", "Post")));
        Assert.That(List(resource["scopes_supported"]), Is.EqualTo(new[] { "read:reports", "team:write" }));
    }

    private async Task<(HttpStatusCode Status, string Answer)> AskAsync(string scope, string? resource = null)
    {
        (string, string)[] named = resource is null ? [] : [("resource", resource)];
        var response = await _host.PostAsync(
            "/oauth/token", [("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", TestHost.Secret), ("scope", scope), .. named]);
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return (response.StatusCode, $"{json["scope"] ?? json["error"]}");
    }

    private async Task<(HttpStatusCode Status, JsonNode? Json)> GetAsync(string path)
    {
        var response = await _host.CreateClient().GetAsync(path);
        return (response.StatusCode, response.IsSuccessStatusCode ? JsonNode.Parse(await response.Content.ReadAsStringAsync()) : null);
    }

    private static string[] List(JsonNode? node) => [.. node!.AsArray().Select(value => $"{value}")];

    private sealed class Store : ICatalogStore
    {
        private HostCatalog _catalog = new([], []);
        private long _changes;

        public HostCatalog Catalog
        {
            set => (_catalog, _changes) = (value, _changes + 1);
        }

        public Task<long> CountChangesAsync(CancellationToken cancellationToken) => Task.FromResult(_changes);

        public Task<HostCatalog> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(_catalog);
    }
}
