#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
using System.IO;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
            // Without a reset a connection keeps what your own SET, LISTEN or advisory lock leaves on it; the server's stores leave nothing.
            ? "Host=localhost;Database=attesto;Timeout=5;Max Auto Prepare=30;No Reset On Close=true"
#else
            ? $"Data Source={Path.Combine(host.ContentRootPath, ".attesto", "attesto.db")}"
#endif
            : throw new InvalidOperationException("There is no database. Set ConnectionStrings:Attesto (ConnectionStrings__Attesto in the environment).");
}
