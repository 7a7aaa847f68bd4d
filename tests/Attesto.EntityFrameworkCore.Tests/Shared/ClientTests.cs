using System.Collections.Immutable;
using Attesto.Clients;
using Attesto.Registration;
using Attesto.Jose;
using Attesto.Testing;
using HostNamespace.Data;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>The host's clients in its database, as several nodes see them.</summary>
public sealed class ClientTests
{
    private static readonly HostClientRules Rules = new(new SignatureAlgorithms([]));

    private readonly FakeClock _clock = new();

    [Test]
    public async Task Every_member_of_a_client_is_kept()
    {
        var client = Full();
        var standard = new Client { Id = client.Id };
        var members = typeof(Client).GetProperties().Where(member => member.Name is not (nameof(Client.Id) or nameof(Client.Tag) or nameof(Client.Origin))).ToList();
        Assert.That(
            members.Where(member => Equals(member.GetValue(client), member.GetValue(standard))).Select(member => member.Name), Is.Empty, "give each new member a value here");

        var kept = ClientDocument.Read(client.Id, ClientDocument.Write(client));
        foreach (var member in members)
        {
            Assert.That(Text(member.GetValue(kept)), Is.EqualTo(Text(member.GetValue(client))), member.Name);
        }
    }

    [Test]
    public async Task What_is_added_is_found_and_what_is_not_is_null()
    {
        var client = New();
        Assert.That(await Registry().TryAddAsync(client, default), Is.True);
        Assert.That(await Registry().TryAddAsync(client, default), Is.False, "the client_id is taken");
        Assert.That((await Store().FindAsync(client.Id, default))!.RedirectUris, Is.EqualTo(client.RedirectUris));
        Assert.That(await Store().FindAsync(client.Id.ToUpperInvariant(), default), Is.Null);
        Assert.That(await Store().FindAsync("", default), Is.Null);
    }

    [Test]
    public async Task A_change_is_seen_by_every_node_within_a_second()
    {
        var client = New();
        await Registry().TryAddAsync(client, default);
        var nodes = Enumerable.Range(0, 3).Select(_ => new EfClientCache(_clock)).ToList();
        foreach (var node in nodes)
        {
            Assert.That((await Store(node).FindAsync(client.Id, default))!.IsRevoked, Is.False);
        }

        var known = (await Registry().FindAsync(client.Id, default))!;
        Assert.That(await Registry().ReplaceAsync(known.Client with { IsRevoked = true }, known.Version, default), Is.True);
        _clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var node in nodes)
        {
            Assert.That((await Store(node).FindAsync(client.Id, default))!.IsRevoked, Is.True);
        }

        Assert.That(await Registry().RemoveAsync(client.Id, version: null, default), Is.True);
        Assert.That(await Registry().RemoveAsync(client.Id, version: null, default), Is.False);
        _clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var node in nodes)
        {
            Assert.That(await Store(node).FindAsync(client.Id, default), Is.Null);
        }
    }

    [Test]
    public async Task A_change_that_came_between_is_not_overwritten()
    {
        var client = New();
        await Registry().TryAddAsync(client, default);
        var read = (await Registry().FindAsync(client.Id, default))!;
        var answers = await Task.WhenAll(Enumerable.Range(0, TestDatabase.Racers).Select(i => Task.Run(() =>
            Registry().ReplaceAsync(read.Client with { Name = $"Name {i}" }, read.Version, default))));
        Assert.That(answers.Count(answer => answer), Is.EqualTo(1));
        Assert.That(await Registry().ReplaceAsync(New(), read.Version, default), Is.False, "there is no such client");
    }

    [Test]
    public async Task A_client_is_deleted_in_the_version_that_was_read_or_not_at_all()
    {
        var client = New();
        await Registry().TryAddAsync(client, default);
        var read = (await Registry().FindAsync(client.Id, default))!;
        var answers = await Task.WhenAll(
            Task.Run(() => Registry().ReplaceAsync(read.Client with { Name = "Next" }, read.Version, default)),
            Task.Run(() => Registry().RemoveAsync(client.Id, read.Version, default)));
        Assert.That(answers.Count(answer => answer), Is.EqualTo(1));
        if (await Registry().FindAsync(client.Id, default) is { } changed)
        {
            Assert.That(await Registry().RemoveAsync(client.Id, read.Version, default), Is.False);
            Assert.That(await Registry().RemoveAsync(client.Id, changed.Version, default), Is.True);
        }

        Assert.That(await Registry().FindAsync(client.Id, default), Is.Null);
    }

    [Test]
    public async Task A_client_costs_the_same_statements_whatever_it_is_called()
    {
        var log = new StatementLog();
        await using var context = TestDatabase.Open(log);
        var registry = new EfClientRegistry<AttestoDbContext>(context, Rules, _clock);
        await registry.TryAddAsync(New(), default); // the first change of all makes the row that counts them
        var counts = new List<int>();
        foreach (var name in new[] { "Shop", "The shop of the corner at the end of the street" })
        {
            var client = New() with { Name = name };
            log.Statements.Clear();
            await registry.TryAddAsync(client, default);
            counts.Add(log.Statements.Count);
            var known = (await registry.FindAsync(client.Id, default))!;
            log.Statements.Clear();
            await registry.ReplaceAsync(client with { Name = $"{name} of Bob" }, known.Version, default);
            counts.Add(log.Statements.Count);
        }

        Assert.That(counts, Is.EqualTo(new[] { 4, 5, 4, 5 }), "count it, read the count, the client, all its words; of a change the old words too");
    }

    [Test]
    public async Task A_secret_is_replaced_while_the_old_one_works_until_it_expires()
    {
        var client = New();
        await Registry().TryAddAsync(client, default);
        var read = (await Registry().FindAsync(client.Id, default))!;
        var old = read.Client.Secrets.Single() with { ExpiresAt = _clock.Now.AddDays(1) };
        await Registry().ReplaceAsync(read.Client with { Secrets = [old, ClientSecret.Of("the next secret")] }, read.Version, default);

        var store = Store();
        var found = (await store.FindAsync(client.Id, default))!;
        var secrets = new ClientSecrets(_clock);
        Assert.That(await secrets.VerifyAsync(found, "the next secret", default), Is.True);
        Assert.That(await secrets.VerifyAsync(found, "the first secret", default), Is.True);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await secrets.VerifyAsync(found, "the first secret", default), Is.False);
    }

    [Test]
    public async Task A_client_that_is_known_costs_no_statement_and_another_one_by_the_key()
    {
        var (client, log) = (New(), new StatementLog());
        await Registry().TryAddAsync(client, default);
        await using var context = TestDatabase.Open(log);
        var store = new EfClientStore<AttestoDbContext>(context, new EfClientCache(_clock));
        await store.FindAsync(client.Id, default);
        Assert.That(log.Statements, Has.Count.EqualTo(2), "has anything changed, and the client");
        var first = await store.FindAsync(client.Id, default);
        Assert.That(log.Statements, Has.Count.EqualTo(2));
        Assert.That((await store.FindAsync(client.Id, default))!.Jwks, Is.SameAs(first!.Jwks), "what its keys need to verify is kept with them");

        _clock.Advance(TimeSpan.FromSeconds(1));
        await store.FindAsync(client.Id, default);
        Assert.That(log.Statements, Has.Count.EqualTo(3), "has anything changed");
    }

    [Test]
    public async Task Clients_are_listed_by_page_the_newest_first()
    {
        var added = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var client = New();
            added.Insert(0, client.Id);
            await Registry().TryAddAsync(client, default);
        }

        var first = await Registry().ListAsync(3, after: null, default);
        var second = await Registry().ListAsync(2, first[^1].Number, default);
        Assert.That(first.Concat(second).Select(client => client.Client.Id), Is.EqualTo(added));
    }

    [Test]
    public async Task Racing_additions_of_one_client_leave_one()
    {
        var client = New();
        var answers = await Task.WhenAll(Enumerable.Range(0, TestDatabase.Racers).Select(_ => Task.Run(() => Registry().TryAddAsync(client, default))));
        Assert.That(answers.Count(answer => answer), Is.EqualTo(1));
    }

    [Test]
    public async Task Wrong_data_is_named_field_by_field_before_anything_is_written()
    {
        var wrong = New() with { RedirectUris = ["javascript:alert(1)"], IdTokenSignedResponseAlg = "HS256", BackchannelLogoutUri = "http://app.example/bye", IsPublic = true };
        var fault = (await Assert.ThrowsAsync<ClientDataException>(() => Registry().TryAddAsync(wrong, default)))!;
        Assert.That(
            fault.Faults.Select(fault => fault.Field),
            Is.EquivalentTo(new[] { nameof(Client.RedirectUris), nameof(Client.IdTokenSignedResponseAlg), nameof(Client.BackchannelLogoutUri), nameof(Client.Secrets) }));
        Assert.That(fault.Message, Does.Contain("RedirectUris has the entry \"javascript:alert(1)\""));
        Assert.That(await Store().FindAsync(wrong.Id, default), Is.Null);
    }

    private static Client New() => new()
    {
        Id = Secret.NewId(),
        RedirectUris = ["https://app.example/cb"],
        Secrets = [ClientSecret.Of("the first secret")],
        Jwks = Keys(),
    };

    private static JsonWebKeySet Keys()
    {
        var json = """{"keys":[{"kty":"EC","kid":"1","use":"sig","alg":"ES256","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}""";
        return JsonWebKeyReader.TryReadSet(json, out var set) ? set : throw new InvalidOperationException();
    }

    // Everything another value than the standard one.
    private static Client Full() =>
        (Client)typeof(Client).GetProperties().Where(member => member.Name is not nameof(Client.Tag)).Aggregate((object)new Client { Id = "full" }, (client, member) =>
    {
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        object value =
            type == typeof(string) ? $"text {member.Name} é" :
            type == typeof(bool) ? Nullable.GetUnderlyingType(member.PropertyType) is null :
            type == typeof(ImmutableArray<string>) ? ImmutableArray.Create("one", "two") :
            type == typeof(ImmutableArray<ClientSecret>)
                ? ImmutableArray.Create(ClientSecret.Of("a"), new ClientSecret(TokenHash.Of("b"), new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero))) :
            type == typeof(ImmutableDictionary<string, string>) ? ImmutableDictionary.CreateRange([KeyValuePair.Create("ja", "名")]) :
            type == typeof(ScopeSet) ? ScopeSet.Of("openid", "a:b") :
            type == typeof(JsonWebKeySet) ? Keys() :
            type.IsEnum ? Enum.GetValues(type).Cast<object>().Last() :
            throw new InvalidOperationException($"{member} is of a type that is new: say here how it looks.");
        member.SetValue(client, value);
        return client;
    });

    private static string Text(object? value) => value switch
    {
        JsonWebKeySet set => string.Join('\n', set.Keys.Select(key => $"{key.Kty} {key.Kid} {key.Use} {key.Alg} {key.Crv} {key.X} {key.Y}")),
        System.Collections.IEnumerable items and not string and not ScopeSet => string.Join('\n', items.Cast<object>()),
        _ => $"{value}",
    };

    private EfClientRegistry<AttestoDbContext> Registry() => new(TestDatabase.Open(), Rules, _clock);

    private EfClientStore<AttestoDbContext> Store(EfClientCache? cache = null) => new(TestDatabase.Open(), cache ?? new EfClientCache(_clock));
}
