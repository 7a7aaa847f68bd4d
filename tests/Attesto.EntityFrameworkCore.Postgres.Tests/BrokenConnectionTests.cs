using System.Data.Common;
using Attesto.Tests.Shared;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>The network breaks under a statement, at each use of it up to the one for which the driver prepares it; the next request on the same pooled context is
/// served: by the stores, by queries of the host, and by another context of the host on the same pool of connections.</summary>
public sealed class BrokenConnectionTests
{
    private const int Preparing = 5; // by default, of Npgsql

    /// <summary>Who reads.</summary>
    public enum Reader
    {
        Store,
        Host,
        OtherContext,
    }

    [Test]
    public async Task Only_the_statement_on_the_wire_is_lost([Range(1, Preparing + 2)] int use, [Values] Reader reader, [Values] bool storesFirst)
    {
        await using var link = new DatabaseLink(TestDatabase.Server.Port);
        var services = new ServiceCollection().AddLogging();
        if (storesFirst)
        {
            services.AddAttestoEntityFrameworkStores<AttestoDbContext>();
        }

        var database = PostgresServer.ConnectionString("attesto", link.Port);
        services.AddDbContextPool<AttestoDbContext>(options => options.UseNpgsql(database), poolSize: 1);
        services.AddDbContextPool<OtherContext>(options => options.UseNpgsql(database), poolSize: 1);
        services.AddAttestoEntityFrameworkStores<AttestoDbContext>();
        await using var provider = services.BuildServiceProvider();

        for (var before = 1; before < use; before++)
        {
            await ReadAsync(provider, reader);
        }

        await WriteAsync(provider);
        link.Cut();
        Assert.That(() => ReadAsync(provider, reader), Throws.InstanceOf<DbException>().Or.InnerException.InstanceOf<DbException>());
        for (var after = 0; after < 2 * Preparing; after++)
        {
            await ReadAsync(provider, reader);
        }

        await WriteAsync(provider);
    }

    private static async Task ReadAsync(ServiceProvider provider, Reader reader)
    {
        await using var scope = provider.CreateAsyncScope();
        Assert.That(await FindAsync(scope.ServiceProvider, reader), Is.False);
    }

    private static async Task<bool> FindAsync(IServiceProvider services, Reader reader) => reader switch
    {
        Reader.Store => await services.GetRequiredService<IGrantStore>().FindAsync(new GrantId(Guid.Empty), default) is not null,
        Reader.Host => await services.GetRequiredService<AttestoDbContext>().Set<GrantRow>().AnyAsync(row => row.GrantId == Guid.Empty),
        _ => await services.GetRequiredService<OtherContext>().Database.SqlQuery<int>($"SELECT 1 AS \"Value\" WHERE false").AnyAsync(),
    };

    private static async Task WriteAsync(ServiceProvider provider)
    {
        await using var scope = provider.CreateAsyncScope();
        Assert.That(await scope.ServiceProvider.GetRequiredService<IReplayStore>().TryAddAsync(Everything.NewHash(), Everything.Clock.Now, default), Is.True);
    }

    /// <summary>What else a host has in the same database.</summary>
    private sealed class OtherContext(DbContextOptions<OtherContext> options) : DbContext(options);
}
