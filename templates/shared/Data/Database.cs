#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
#endif
using Microsoft.EntityFrameworkCore;

namespace HostNamespace.Data;

/// <summary>Which database, and how it comes to its tables: <c>dotnet ef database update</c>, or <c>dotnet run -- --migrate</c>, which needs no tool.</summary>
public static class Database
{
#if (useSqlServer || usePostgres)
    private const int LongestStatement = 15; // seconds; a database that takes longer is told to be unavailable (503)

#endif
    public static void Configure(IServiceProvider services, DbContextOptionsBuilder options)
    {
        var connection = services.GetRequiredService<IConfiguration>().GetConnectionString("Attesto") ?? DevelopmentConnection(services);
#if (useSqlServer)
        options.UseSqlServer(connection, server => server
            .MigrationsHistoryTable(AttestoDbContext.MigrationsHistoryTable)
            .EnableRetryOnFailure(maxRetryCount: 3, maxRetryDelay: TimeSpan.FromSeconds(2), errorNumbersToAdd: null)
            .CommandTimeout(LongestStatement));
#elif (usePostgres)
        options.UseNpgsql(connection, server => server
            .MigrationsHistoryTable(AttestoDbContext.MigrationsHistoryTable)
            .EnableRetryOnFailure(maxRetryCount: 3, maxRetryDelay: TimeSpan.FromSeconds(2), errorCodesToAdd: null)
            .CommandTimeout(LongestStatement));
#else
        options.UseSqlite(connection, sqlite => sqlite.MigrationsHistoryTable(AttestoDbContext.MigrationsHistoryTable));
#endif
    }

    private static string DevelopmentConnection(IServiceProvider services) =>
        services.GetRequiredService<IHostEnvironment>() is var host && host.IsDevelopment()
#if (useSqlServer)
            ? "Server=localhost;Database=attesto;User ID=sa;Password=Attesto-development-1;TrustServerCertificate=true;Connect Timeout=5"
#elif (usePostgres)
            ? "Host=localhost;Database=attesto;Timeout=5;Max Auto Prepare=30"
#else
            ? $"Data Source={Path.Combine(host.ContentRootPath, ".attesto", "attesto.db")}"
#endif
            : throw new InvalidOperationException("There is no database. Set ConnectionStrings:Attesto (ConnectionStrings__Attesto in the environment).");
}

/// <summary>Applies the migrations and ends the process, where the command line says <c>--migrate</c>: for containers and deployment scripts.</summary>
internal sealed partial class MigrateAndExit(IServiceScopeFactory scopes, ILogger<MigrateAndExit> logger) : IHostedLifecycleService
{
    public static bool IsAskedFor => Environment.GetCommandLineArgs().Contains("--migrate");

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            var database = scope.ServiceProvider.GetRequiredService<AttestoDbContext>().Database;
            database.SetCommandTimeout(TimeSpan.FromHours(1)); // an index on a large table takes its time
            await database.MigrateAsync(cancellationToken);
        }

        LogDone();
        Environment.Exit(0);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Information, "The database is up to date.")]
    private partial void LogDone();
}
