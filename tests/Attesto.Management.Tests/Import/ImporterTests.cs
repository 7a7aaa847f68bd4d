using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management.Tests.Import;

/// <summary>Which consents are taken over and for how long, and which client needs a new secret.</summary>
public sealed class ImporterTests
{
    private static readonly Client Web = new() { Id = "web", RedirectUris = ["https://shop.example/cb"] };

    private static readonly Client Keeping = Web with { Secrets = [ClientSecret.Of("its own")] };

    private ManagedHost _host = null!;

    [TearDown]
    public async Task Dispose() => await _host.DisposeAsync();

    [Test]
    public async Task A_consent_lasts_as_long_as_it_did_there_and_no_longer_than_here()
    {
        _host = ManagedHost.Build(settings: new() { ["Attesto:Authorization:RememberConsentFor"] = "30.00:00:00" });
        var now = DateTimeOffset.UtcNow;
        var report = await ImportAsync(
            [Keeping],
            Agreed("sooner", "web", now.AddDays(3)),
            Agreed("later", "web", now.AddDays(300)),
            Agreed("forever", "web", null),
            Agreed("over", "web", now.AddSeconds(-1)));
        Assert.That((report.Consents, report.Losses.Single()), Is.EqualTo((new ConsentImport(3, 0, 1), "1 consents have ended, or are not remembered here "
            + "(Attesto:Authorization:RememberConsentFor).")));
        foreach (var (subject, days) in new[] { ("sooner", 3), ("later", 30), ("forever", 30) })
        {
            var kept = await FindAsync(subject);
            Assert.That(kept!.ExpiresAt, Is.EqualTo(now.AddDays(days)).Within(TimeSpan.FromMinutes(5)), subject);
            Assert.That(kept.GivenAt, Is.EqualTo(DateTimeOffset.UnixEpoch), subject);
        }

        Assert.That(await FindAsync("over"), Is.Null);
    }

    [Test]
    public async Task None_is_taken_where_none_is_remembered_or_for_a_client_that_was_not_taken()
    {
        _host = ManagedHost.Build(settings: new() { ["Attesto:Authorization:RememberConsentFor"] = "00:00:00" });
        var report = await ImportAsync([Keeping], Agreed("alice", "web", null));
        Assert.That((report.Consents, await FindAsync("alice")), Is.EqualTo((new ConsentImport(0, 0, 1), (Consent?)null)));
        await _host.DisposeAsync();

        _host = ManagedHost.Build();
        report = await ImportAsync([Keeping with { RedirectUris = ["nonsense"] }], Agreed("alice", "web", null), Agreed("bob", null, null), Agreed("carol", "other", null));
        Assert.That((report.Clients.Single().State, report.Consents), Is.EqualTo((ImportState.Refused, new ConsentImport(0, 0, 3))));
        Assert.That(report.Losses.Single(), Is.EqualTo("3 consents are for clients that were not taken."));
        Assert.That(await FindAsync("alice"), Is.Null);
    }

    [Test]
    public async Task A_client_that_has_a_key_beside_a_secret_that_is_lost_needs_no_new_one()
    {
        _host = ManagedHost.Build();
        var report = await ImportAsync(
            [Web, Web with { Id = "signer", JwksUri = "https://shop.example/jwks", TokenEndpointAuthMethod = AuthenticationMethods.PrivateKeyJwt }], lostSecret: "it is hashed");
        Assert.That(report.Clients.Select(client => (client.ClientId, client.NeedsNewSecret, client.NewSecret is null)), Is.EqualTo(new[]
        {
            ("web", "it is hashed", false), ("signer", (string?)null, true),
        }));
    }

    private static ForeignConsent Agreed(string subject, string? client, DateTimeOffset? until) => new(subject, client, ScopeSet.Of("openid"), DateTimeOffset.UnixEpoch, until);

    private Task<ImportReport> ImportAsync(Client[] clients, params ForeignConsent[] consents) => ImportAsync(clients, null, consents);

    private async Task<ImportReport> ImportAsync(Client[] clients, string? lostSecret, params ForeignConsent[] consents)
    {
        await using var scope = _host.App.Services.CreateAsyncScope();
        var importer = ActivatorUtilities.CreateInstance<Importer>(scope.ServiceProvider, ManagedClients.Of(scope.ServiceProvider));
        return await importer.RunAsync("other", new Foreign(clients, lostSecret, consents), isDry: false, "test", CancellationToken.None);
    }

    private async Task<Consent?> FindAsync(string subject)
    {
        await using var scope = _host.App.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IConsentStore>().ListAsync(subject, CancellationToken.None)).SingleOrDefault();
    }

    private sealed class Foreign(Client[] clients, string? lostSecret, ForeignConsent[] consents) : IForeignServer
    {
        public Task<ForeignSetup> ReadSetupAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new ForeignSetup([], [], []));

        public IAsyncEnumerable<ForeignClient> ReadClientsAsync(CancellationToken cancellationToken) =>
            clients.Select(client => new ForeignClient(client, [], lostSecret)).ToAsyncEnumerable();

        public IAsyncEnumerable<ForeignConsent> ReadConsentsAsync(CancellationToken cancellationToken) => consents.ToAsyncEnumerable();
    }
}
