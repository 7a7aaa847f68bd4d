using System.Collections.Immutable;
using Attesto.Catalog;
using Attesto.Jose;
using Attesto.Registration;
using Attesto.Testing;
using HostNamespace.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>The host's scopes and APIs in its database, as several nodes see them.</summary>
public sealed class CatalogTests
{
    private readonly FakeClock _clock = new();

    [Test]
    public async Task Every_member_is_kept()
    {
        var texts = ImmutableDictionary.CreateRange([KeyValuePair.Create("de", "Berichte <lesen>"), KeyValuePair.Create("ja", "報告")]);
        var scope = new HostScope
        {
            Name = New(),
            IsEnabled = false,
            Claims = ["team", "desk"],
            DisplayName = "read \"reports\"",
            LocalizedDisplayNames = texts,
            Description = "All.",
            LocalizedDescriptions = texts,
        };
        var api = new HostApi { Uri = $"https://{New()}.example/?a=1&b=2", IsEnabled = false, Claims = ["team"], DisplayName = "Reports", LocalizedDisplayNames = texts };
        Assert.That(await Scopes().TryAddAsync(scope, default) && await Apis().TryAddAsync(api, default), Is.True);
        Assert.That(Text((await Scopes().FindAsync(scope.Name, default))!.Value), Is.EqualTo(Text(scope)));
        Assert.That(Text((await Apis().FindAsync(api.Uri, default))!.Value), Is.EqualTo(Text(api)));

        var catalog = await new EfCatalogStore<AttestoDbContext>(TestDatabase.Open()).ReadAsync(default);
        Assert.That(Text(catalog.Scopes.Single(each => each.Name == scope.Name)), Is.EqualTo(Text(scope)));
        Assert.That(Text(catalog.Apis.Single(each => each.Uri == api.Uri)), Is.EqualTo(Text(api)));
    }

    [Test]
    public async Task A_name_is_taken_once_and_told_apart_by_every_letter()
    {
        var scope = new HostScope { Name = New() };
        var added = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Scopes().TryAddAsync(scope, default)));
        Assert.That(added.Count(was => was), Is.EqualTo(1));
        Assert.That(await Scopes().TryAddAsync(scope with { Name = scope.Name.ToUpperInvariant() }, default), Is.True);
        Assert.That(await Scopes().FindAsync($"{scope.Name} ", default), Is.Null);
    }

    [Test]
    public async Task A_change_that_came_between_is_not_overwritten()
    {
        var scope = new HostScope { Name = New() };
        await Scopes().TryAddAsync(scope, default);
        var read = (await Scopes().FindAsync(scope.Name, default))!;
        Assert.That(await Scopes().ReplaceAsync(scope with { DisplayName = "one" }, read.Version, default), Is.True);
        Assert.That(await Scopes().ReplaceAsync(scope with { DisplayName = "two" }, read.Version, default), Is.False);
        Assert.That(await Scopes().RemoveAsync(scope.Name, read.Version, default), Is.False);

        var kept = (await Scopes().FindAsync(scope.Name, default))!;
        Assert.That(kept.Value.DisplayName, Is.EqualTo("one"));
        Assert.That(await Scopes().RemoveAsync(scope.Name, kept.Version, default), Is.True);
        Assert.That(await Scopes().FindAsync(scope.Name, default), Is.Null);
    }

    [Test]
    public async Task What_is_wrong_is_not_written()
    {
        var name = New();
        var registry = new EfCatalogRegistry<AttestoDbContext, ScopeRow, HostScope>(TestDatabase.Open(), _ => [new ClientDataFault("Name", "is wrong.")], _clock);
        await Assert.ThatAsync(() => registry.TryAddAsync(new HostScope { Name = name }, default), Throws.TypeOf<ClientDataException>());
        await Assert.ThatAsync(() => registry.ReplaceAsync(new HostScope { Name = name }, Guid.Empty, default), Throws.TypeOf<ClientDataException>());
        Assert.That(await Scopes().FindAsync(name, default), Is.Null);
    }

    [Test]
    public async Task Clients_are_found_that_name_a_scope_or_an_API_and_no_others()
    {
        var (scope, uri) = ($"{New()}+&'", $"https://{New()}.example/?a=1&b=+");
        var clients = new EfClientRegistry<AttestoDbContext>(TestDatabase.Open(), new HostClientRules(new SignatureAlgorithms([])), _clock);
        var (asks, gets, longer) = (New(), New(), New());
        await clients.TryAddAsync(Public(asks) with { AllowedScope = ScopeSet.Of("openid", scope), AllowedResources = [uri] }, default);
        await clients.TryAddAsync(Public(gets) with { AllowedScope = ScopeSet.Of("*"), DefaultScope = ScopeSet.Of(scope), DefaultResource = uri }, default);
        await clients.TryAddAsync(Public(longer) with { Name = scope, AllowedScope = ScopeSet.Of($"{scope}:more"), AllowedResources = [$"{uri}c"] }, default);

        Assert.That(await Scopes().ListClientsAsync(scope, 10, default), Is.EquivalentTo(new[] { asks, gets }));
        Assert.That(await Apis().ListClientsAsync(uri, 10, default), Is.EquivalentTo(new[] { asks, gets }));
        Assert.That(await Scopes().ListClientsAsync(scope, 1, default), Has.Length.EqualTo(1));
        Assert.That(await Scopes().ListClientsAsync(New(), 10, default), Is.Empty);
    }

    [Test]
    public async Task A_change_is_seen_by_every_node_within_a_second_and_costs_no_statement_between()
    {
        var scope = new HostScope { Name = New(), Claims = ["team"] };
        var nodes = Enumerable.Range(0, 3).Select(_ => Node()).ToList();
        foreach (var node in nodes)
        {
            Assert.That(await node.FindFaultsAsync(default), Is.Empty);
            Assert.That(node.Value.Scopes.Supported, Does.Not.Contain(scope.Name));
        }

        await Scopes().TryAddAsync(scope, default);
        var before = nodes[0].Value;
        await nodes[0].RefreshAsync(default);
        Assert.That(nodes[0].Value, Is.SameAs(before), "known less than half a second ago");

        _clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var node in nodes)
        {
            await node.RefreshAsync(default);
            Assert.That(node.Value.Scopes.Supported, Does.Contain(scope.Name));
            Assert.That(node.Value.Scopes.Claims[scope.Name], Is.EqualTo("team"));
        }

        var served = nodes[0].Value;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await nodes[0].RefreshAsync(default);
        Assert.That(nodes[0].Value, Is.SameAs(served), "nothing has changed");
    }

    private static Client Public(string id) => new() { Id = id, IsPublic = true, RedirectUris = ["https://app.example/callback"] };

    private static string New() => $"s{Guid.NewGuid():N}";

    private static string Text(object value) => System.Text.Json.JsonSerializer.Serialize(value, value.GetType());

    private EfCatalogRegistry<AttestoDbContext, ScopeRow, HostScope> Scopes() => new(TestDatabase.Open(), static _ => [], _clock);

    private EfCatalogRegistry<AttestoDbContext, ApiRow, HostApi> Apis() => new(TestDatabase.Open(), static _ => [], _clock);

    private ServedOptions Node() => (ServedOptions)new ServiceCollection()
        .AddLogging().AddOptions().AddSingleton<TimeProvider>(_clock).AddScoped(_ => TestDatabase.Open()).AddAttestoCatalog<EfCatalogStore<AttestoDbContext>>()
        .BuildServiceProvider().GetRequiredService<IOptions<AttestoOptions>>();
}
