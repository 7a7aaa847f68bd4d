using Attesto.Catalog;
using Attesto.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.Tests.Catalog;

/// <summary>Options with a store of scopes and APIs beside them.</summary>
internal sealed class CatalogHost : ICatalogStore
{
    public CatalogHost(Action<AttestoOptions>? configure = null, bool hasSchema = true)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddSingleton<ICatalogStore>(this);
        _ = hasSchema ? services : services.AddSingleton<ISchemaCheck, Lacking>();
        services.AddOptions<AttestoOptions>().Configure(options => configure?.Invoke(options));
        services.AddAttestoCatalog<CatalogHost>();
        Options = (ServedOptions)services.BuildServiceProvider().GetRequiredService<IOptions<AttestoOptions>>();
    }

    public FakeClock Clock { get; } = new();

    public ServedOptions Options { get; }

    public HostCatalog Catalog { get; set; } = new([], []);

    public long Changes { get; set; }

    public int Counts { get; private set; }

    public int Reads { get; private set; }

    /// <summary>What every statement waits for first.</summary>
    public Task Database { get; set; } = Task.CompletedTask;

    public async Task<long> CountChangesAsync(CancellationToken cancellationToken)
    {
        Counts++;
        await Database;
        return Changes;
    }

    public Task<HostCatalog> ReadAsync(CancellationToken cancellationToken)
    {
        Reads++;
        return Task.FromResult(Catalog);
    }

    public void Change(HostCatalog catalog) => (Catalog, Changes) = (catalog, Changes + 1);

    private sealed class Lacking : ISchemaCheck
    {
        public Task CheckAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("The database lacks the table scopes.");
    }
}
