using System.Collections.Immutable;
using Attesto.Registration;
using Attesto.Jose;
using Attesto.Testing;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>Clients of every kind in one list. The names begin with a word of this test alone, for the database has clients of other tests.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClientCatalogTests
{
    private readonly FakeClock _clock = new();
    private readonly string _own = $"w{Secret.NewId().Replace("-", "x", StringComparison.Ordinal).Replace("_", "y", StringComparison.Ordinal)}"[..12];

    [Test]
    public async Task All_kinds_are_in_one_list_page_by_page()
    {
        await AddAsync($"{_own}-a", "Anything");
        await AddAsync("b" + _own, $"The {_own} shop");
        var registered = await RegisterAsync($"{_own} app");
        await FetchAsync($"https://{_own}.example/client", "Elsewhere");
        await FetchAsync($"https://other.example/{_own}", $"{_own} editor");

        var found = await AllAsync(new ClientFilter { Search = _own }, size: 2);
        Assert.That(found.Select(client => client.Origin), Is.EqualTo(new[]
        {
            ClientOrigin.Host, ClientOrigin.Host, ClientOrigin.Registration, ClientOrigin.MetadataDocument, ClientOrigin.MetadataDocument,
        }));
        Assert.That(found.Select(client => client.Id), Is.EquivalentTo(new[]
        {
            $"{_own}-a", "b" + _own, registered, $"https://{_own}.example/client", $"https://other.example/{_own}",
        }));
        Assert.That(found.Select(client => client.Name), Has.Member("Anything").And.Member($"{_own} app").And.Member("Elsewhere"));
        Assert.That((await AllAsync(new ClientFilter { Search = _own, Origin = ClientOrigin.Registration }, 10)).Select(client => client.Id), Is.EqualTo(new[] { registered }));
        Assert.That((await AllAsync(new ClientFilter(), 500)).Select(client => client.Id), Is.SupersetOf(found.Select(client => client.Id)).And.Unique);
    }

    [TestCase("CAFÉ")]
    [TestCase("cafe m")]
    [TestCase("möller")]
    [TestCase("Moller & S")]
    [TestCase("7")]
    [TestCase("喫茶")]
    [TestCase("ＳＯＮＳ")]
    [TestCase("  sons  ")]
    public async Task A_client_is_found_by_what_a_word_of_it_begins_with(string search)
    {
        var id = $"id-{_own}";
        await AddAsync(id, "Café Möller & Sons 7", "喫茶店");
        Assert.That((await AllAsync(new ClientFilter { Search = search }, 100)).Select(client => client.Id), Has.Exactly(1).EqualTo(id));
    }

    [Test]
    public async Task A_client_with_several_words_alike_is_found_once()
    {
        await AddAsync($"{_own}-{_own}1", $"{_own} {_own}2");
        Assert.That(await AllAsync(new ClientFilter { Search = _own }, 1), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_client_of_another_kind_whose_name_begins_like_its_id_is_found_once()
    {
        await FetchAsync($"https://{_own}.example/client", $"{_own} editor");
        Assert.That(await AllAsync(new ClientFilter { Search = _own }, 10), Has.Count.EqualTo(1));
        var registered = await RegisterAsync($"dyn_{_own}");
        Assert.That((await AllAsync(new ClientFilter { Search = "dyn_" }, 500)).Select(client => client.Id), Is.Unique.And.Member(registered));
    }

    [Test]
    public async Task A_document_and_a_registration_with_another_name_are_found_by_that_alone()
    {
        var (document, registered) = ($"https://other.example/{_own}", await RegisterAsync($"{_own}before app"));
        await FetchAsync(document, $"{_own}before editor");
        await FetchAsync(document, $"{_own}after editor");
        var store = new EfRegisteredClientStore<AttestoDbContext>(TestDatabase.Open());
        var known = (await store.FindAsync(registered, default))!;
        Assert.That(await store.ReplaceAsync(known with { Metadata = $$"""{"client_name":"{{_own}}after app"}""" }, known, default), Is.True);
        Assert.That(await AllAsync(new ClientFilter { Search = $"{_own}before" }, 10), Is.Empty);
        Assert.That((await AllAsync(new ClientFilter { Search = $"{_own}after" }, 10)).Select(client => client.Id), Is.EqualTo(new[] { registered, document }));
    }

    [Test]
    public void However_long_and_many_the_names_are_a_client_has_few_words_that_fit_their_column()
    {
        string Name(int of) => string.Join(' ', Enumerable.Range(0, 20).Select(number => $"{of}word{number}{new string('x', 60)}"));
        var client = new Client { Id = _own, Name = Name(0) };
        Assert.That(ClientWordRow.Of(client).Count(), Is.EqualTo(1 + 8));
        var names = Enumerable.Range(0, 20).ToImmutableDictionary(number => $"l{number}", Name);
        Assert.That(ClientWordRow.Of(client with { LocalizedNames = names }).Count(), Is.EqualTo(32));
        Assert.That(ClientWordRow.Of(client).Max(row => row.WordKey.Length), Is.EqualTo(SearchKey.MaxLength));
    }

    [Test]
    public async Task What_is_looked_for_comes_before_what_goes_on()
    {
        foreach (var id in new[] { $"{_own}-a", $"{_own}a", _own, $"{_own}\u0001" })
        {
            await FetchAsync($"https://{id}", "Elsewhere");
        }

        var found = await AllAsync(new ClientFilter { Search = _own }, 1);
        Assert.That(found.Select(client => client.Id), Is.EqualTo(new[] { $"https://{_own}", $"https://{_own}\u0001", $"https://{_own}-a", $"https://{_own}a" }));
    }

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("%")]
    [TestCase("\ud800")]
    [TestCase("'; DROP TABLE clients")]
    public async Task Any_text_may_be_searched(string search) =>
        Assert.That(await Catalog().ListAsync(new ClientFilter { Search = search }, 10, new ClientCursor(0, new string('9', 255)), default), Is.Not.Null);

    [Test]
    public async Task A_name_that_was_changed_and_a_client_that_is_gone_are_not_found()
    {
        await AddAsync(_own, "Before");
        var known = (await Registry().FindAsync(_own, default))!;
        await Registry().ReplaceAsync(known.Client with { Name = $"{_own}after", IsRevoked = true }, known.Version, default);
        Assert.That((await AllAsync(new ClientFilter { Search = $"{_own}after" }, 10)).Single().IsRevoked, Is.True);
        Assert.That((await AllAsync(new ClientFilter { Search = "before" }, 100)).Select(client => client.Id), Has.None.EqualTo(_own));
        await Registry().RemoveAsync(_own, version: null, default);
        Assert.That(await AllAsync(new ClientFilter { Search = _own }, 10), Is.Empty);
        var hash = TokenHash.Of(_own);
        Assert.That(await TestDatabase.Open().Set<ClientWordRow>().CountAsync(row => row.ClientHash == hash), Is.Zero);
    }

    [Test]
    public async Task What_has_expired_is_not_shown()
    {
        await FetchAsync($"https://{_own}.example/client", "Elsewhere");
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await AllAsync(new ClientFilter { Search = _own }, 10), Is.Empty);
    }

    [Test]
    public async Task Without_a_search_the_newest_comes_first()
    {
        foreach (var i in Enumerable.Range(0, 3))
        {
            await AddAsync($"{_own}{i}", null);
        }

        var found = (await AllAsync(new ClientFilter { Origin = ClientOrigin.Host }, 2)).Select(client => client.Id).Where(id => id.StartsWith(_own, StringComparison.Ordinal));
        Assert.That(found, Is.EqualTo(new[] { $"{_own}2", $"{_own}1", $"{_own}0" }));
    }

    [TestCase("0.17")]
    [TestCase("4.051")]
    public void A_cursor_is_read_as_it_was_written(string text) =>
        Assert.That(ClientCursor.TryParse(text, out var cursor) ? cursor.ToString() : null, Is.EqualTo(text));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("0.")]
    [TestCase("10.1")]
    [TestCase("0.1.2")]
    [TestCase("0.-1")]
    [TestCase("0.1 OR 1=1")]
    public void Other_text_is_no_cursor(string? text) => Assert.That(ClientCursor.TryParse(text, out _), Is.False);

    private async Task<List<ListedClient>> AllAsync(ClientFilter filter, int size)
    {
        var found = new List<ListedClient>();
        ClientCursor? after = null;
        do
        {
            var page = await Catalog().ListAsync(filter, size, after is null ? null : ClientCursor.TryParse(after.ToString(), out var read) ? read : null, default);
            Assert.That(page.Clients, Has.Length.LessThanOrEqualTo(size));
            found.AddRange(page.Clients);
            after = page.Next;
        }
        while (after is not null);
        return found;
    }

    private async Task AddAsync(string id, string? name, string? japanese = null)
    {
        var client = new Client { Id = id, Name = name, IsPublic = true, RedirectUris = ["https://app.example/cb"] };
        Assert.That(await Registry().TryAddAsync(japanese is null ? client : client with { LocalizedNames = client.LocalizedNames.Add("ja", japanese) }, default), Is.True);
    }

    private async Task<string> RegisterAsync(string name)
    {
        var client = new RegisteredClient
        {
            ClientId = $"dyn_{Secret.NewId()}",
            RegistrationAccessToken = Everything.NewHash(),
            Metadata = $$"""{"client_name":"{{name}}"}""",
            IssuedAt = _clock.Now,
        };
        await new EfRegisteredClientStore<AttestoDbContext>(TestDatabase.Open()).AddAsync(client, default);
        Assert.That((await AllAsync(new ClientFilter { Search = client.ClientId }, 10)).Single().Id, Is.EqualTo(client.ClientId), "by its client_id");
        return client.ClientId;
    }

    private Task FetchAsync(string url, string name) => new EfClientMetadataCache<AttestoDbContext>(TestDatabase.Open()).PutAsync(
        new CachedClientMetadata(url, $$"""{"client_id":"{{url}}","client_name":"{{name}}"}""", _clock.Now.AddHours(1)), default);

    private EfClientCatalog<AttestoDbContext> Catalog() => new(TestDatabase.Open(), _clock);

    private EfClientRegistry<AttestoDbContext> Registry() => new(TestDatabase.Open(), new HostClientRules(new SignatureAlgorithms([])), _clock);
}
