using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>The first start, before anybody made the database, in a host that retries.</summary>
public sealed class MissingDatabaseTests
{
    [Test]
    public async Task A_database_that_nobody_made_is_named_with_the_command_that_makes_it()
    {
        var fault = await StartAsync("nobody_made_it");
        Assert.That(fault.Message, Does.Contain("dotnet ef database update --context AttestoDbContext").And.Contain("-- --migrate"));
    }

    [Test]
    public async Task A_server_that_is_not_there_is_named_as_such()
    {
        var fault = await StartAsync("attesto;Port=1");
        Assert.That(fault.Message, Does.StartWith("The database of AttestoDbContext cannot be reached:").And.Not.Contain("dotnet ef"));
    }

    [Test]
    public async Task A_malformed_connection_string_is_named_as_such()
    {
        var fault = await StartAsync("attesto;Prot=5432");
        Assert.That(fault.Message, Does.StartWith("The connection string of AttestoDbContext is malformed:").And.Contain("prot"));
    }

    private static async Task<InvalidOperationException> StartAsync(string database)
    {
        var services = new ServiceCollection().AddDbContext<AttestoDbContext>(options =>
            options.UseNpgsql(TestDatabase.Server.ConnectionString(database), npgsql => npgsql.ExecutionStrategy(dependencies => new Impatient(dependencies))));
        await using var provider = services.BuildServiceProvider();
        var check = new SchemaCheck<AttestoDbContext>(provider.GetRequiredService<IServiceScopeFactory>());
        return (await Assert.ThrowsAsync<InvalidOperationException>(() => check.StartAsync(CancellationToken.None)))!;
    }

    /// <summary>Nobody waits at the start for what a retry does not mend.</summary>
    private sealed class Impatient(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, maxRetryCount: 1, TimeSpan.Zero)
    {
        protected override bool ShouldRetryOn(Exception exception) => throw new AssertionException($"The check at the start is not for a strategy to retry: {exception.Message}");
    }
}
