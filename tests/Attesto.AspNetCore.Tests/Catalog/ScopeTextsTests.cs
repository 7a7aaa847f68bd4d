using System.Collections.Immutable;
using Attesto.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Catalog;

/// <summary>The words for a scope, in the language of the person.</summary>
public sealed class ScopeTextsTests
{
    private static readonly HostScope Scope = new()
    {
        Name = "reports",
        DisplayName = "read reports",
        LocalizedDisplayNames = Texts(("de", "Berichte lesen"), ("pt-BR", "ler relatórios"), ("pt", "ler os relatórios")),
        Description = "All of them.",
        LocalizedDescriptions = Texts(("de", "Alle.")),
    };

    [TestCase("de", "Berichte lesen", "Alle.")]
    [TestCase("de-AT", "Berichte lesen", "Alle.")]
    [TestCase("fi, de;q=0.5", "Berichte lesen", "Alle.")]
    [TestCase("pt-BR", "ler relatórios", "All of them.", Description = "each text by itself")]
    [TestCase("pt", "ler os relatórios", "All of them.")]
    [TestCase("fi", "read reports", "All of them.")]
    [TestCase("", "read reports", "All of them.")]
    public async Task A_text_is_in_the_first_language_that_there_is_one_in(string accepted, string name, string description) =>
        Assert.That(await FindAsync(accepted, "reports", Scope), Is.EqualTo(new ScopeText(name, description)));

    [Test]
    public async Task Of_a_scope_without_words_the_page_says_what_it_can()
    {
        Assert.That(await FindAsync("de", "other", Scope), Is.Null);
        Assert.That(await FindAsync("de", "bare", new HostScope { Name = "bare", Description = "A sentence alone." }), Is.Null);
        Assert.That(new ScopeTexts(null).Find(new DefaultHttpContext(), "reports"), Is.Null, "a host that keeps none in its database");
    }

    [Test]
    public async Task A_text_cannot_turn_the_page_around() =>
        Assert.That(await FindAsync("", "reports", Scope with { DisplayName = "read\u202E reports" }), Is.EqualTo(new ScopeText("read reports", "All of them.")));

    internal static ImmutableDictionary<string, string> Texts(params (string Language, string Text)[] texts) =>
        texts.ToImmutableDictionary(text => text.Language, text => text.Text, StringComparer.Ordinal);

    private static async Task<ScopeText?> FindAsync(string accepted, string scope, HostScope known)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<ICatalogStore>(new Store(known));
        services.AddOptions<AttestoOptions>();
        services.AddAttestoCatalog<Store>();
        await using var provider = services.BuildServiceProvider();
        var served = provider.GetRequiredService<ServedOptions>();
        await served.FindFaultsAsync(default);
        var http = new DefaultHttpContext();
        http.Request.Headers.AcceptLanguage = accepted;
        return new ScopeTexts(served).Find(http, scope);
    }

    private sealed class Store(HostScope scope) : ICatalogStore
    {
        public Task<long> CountChangesAsync(CancellationToken cancellationToken) => Task.FromResult(1L);

        public Task<HostCatalog> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(new HostCatalog([scope], []));
    }
}
