using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Attesto.Management.Tests;

/// <summary>Clients of a registry of the host's own that is no catalog.</summary>
public sealed class ListOfRegistryTests
{
    private ManagedHost _host = null!;

    [SetUp]
    public void Build()
    {
        var clients = new[] { Stored("c", 3), Stored("b", 2), Stored("a", 1) };
        var registry = new Mock<IClientRegistry>();
        registry.Setup(own => own.ListAsync(It.IsAny<int>(), It.IsAny<long?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((int size, long? after, CancellationToken _) => [.. clients.Where(client => client.Number < (after ?? long.MaxValue)).Take(size)]);
        registry.Setup(own => own.FindAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string id, CancellationToken _) => clients.SingleOrDefault(client => client.Client.Id == id));
        _host = ManagedHost.Build(change: builder => builder.Services.AddSingleton(registry.Object));
    }

    [TearDown]
    public async Task Dispose() => await _host.DisposeAsync();

    [Test]
    public async Task Its_clients_are_listed_page_by_page_the_newest_first()
    {
        var first = (await _host.RunAsync("clients", "list", "--size", "2", "--json")).Json;
        var rest = (await _host.RunAsync("clients", "list", "--size", "2", "--after", $"{first["next"]}", "--json")).Json;
        Assert.That(first["clients"]!.AsArray().Concat(rest["clients"]!.AsArray()).Select(client => $"{client!["id"]}"), Is.EqualTo(new[] { "c", "b", "a" }));
        Assert.That(rest["next"], Is.Null);
        Assert.That((await _host.RunAsync("clients", "list", "--size", "3", "--json")).Json["next"], Is.Null, "nothing follows a page that is just full");
    }

    [TestCase(" b ", null, "b")]
    [TestCase("b", "Registration", null)]
    [TestCase("nonesuch", null, null)]
    [TestCase(null, "MetadataDocument", null)]
    [TestCase("dyn_1", null, "dyn_1")]
    [TestCase("dyn_1", "Host", null)]
    public async Task The_one_client_of_a_client_id_is_found(string? search, string? origin, string? expected)
    {
        await using (var scope = _host.App.Services.CreateAsyncScope())
        {
            var registered = new RegisteredClient
            {
                ClientId = "dyn_1",
                RegistrationAccessToken = TokenHash.Of("token"),
                Metadata = """{"redirect_uris":["https://app.example/cb"]}""",
                IssuedAt = DateTimeOffset.UtcNow,
            };
            await scope.ServiceProvider.GetRequiredService<IRegisteredClientStore>().AddAsync(registered, default);
        }

        string[] asked = [.. search is null ? [] : new[] { "--search", search }, .. origin is null ? [] : new[] { "--origin", origin }];
        var found = (await _host.RunAsync(["clients", "list", "--json", .. asked])).Json["clients"]!.AsArray();
        Assert.That(found.Select(client => $"{client!["id"]}"), Is.EqualTo(expected is null ? [] : new[] { expected }));
    }

    [Test]
    public async Task A_registry_that_is_a_catalog_too_lists_and_searches_itself()
    {
        var own = new Mock<IClientRegistry>();
        own.As<IClientCatalog>().Setup(catalog => catalog.ListAsync(It.IsAny<ClientFilter>(), It.IsAny<int>(), null, It.IsAny<CancellationToken>()))
            .ReturnsAsync((ClientFilter filter, int _, ClientCursor? _, CancellationToken _) =>
                new ClientPage([new ListedClient($"{filter.Search} of ours", ClientOrigin.Host, null, true, false, null, null, null)], null));
        await using var host = ManagedHost.Build(change: builder => builder.Services.AddSingleton(own.Object));
        var found = (await host.RunAsync("clients", "list", "--search", "shop", "--json")).Json["clients"]!.AsArray();
        Assert.That(found.Select(client => $"{client!["id"]}"), Is.EqualTo(new[] { "shop of ours" }));
    }

    private static RegisteredHostClient Stored(string id, long number) =>
        new(new Client { Id = id, IsPublic = true }, number, Guid.NewGuid(), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
}
