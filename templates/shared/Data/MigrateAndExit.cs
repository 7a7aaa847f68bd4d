#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
#endif
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace HostNamespace.Data;

/// <summary>Applies the migrations and ends the process, where the command line says <c>--migrate</c>: for containers and deployment scripts. The exit code is 0,
/// or 1 and one sentence that says why.</summary>
internal sealed class MigrateAndExit(IServiceScopeFactory scopes) : IHostedLifecycleService
{
    public static bool IsAskedFor => Environment.GetCommandLineArgs().Contains("--migrate");

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var database = scope.ServiceProvider.GetRequiredService<AttestoDbContext>().Database;
            database.SetCommandTimeout(TimeSpan.FromHours(1)); // an index on a large table takes its time
            await database.MigrateAsync(cancellationToken);
            await Console.Out.WriteLineAsync("The database is up to date.");
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            var cause = fault.InnerException as DbException ?? fault; // what was tried again was wrapped
            await Console.Error.WriteLineAsync($"The database was not migrated: {cause.Message}");
            Environment.Exit(1);
        }

        Environment.Exit(0);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
