using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Attesto.EntityFrameworkCore;

/// <summary>Refuses to start on a model that the host's conventions have changed, and on a missing or older schema, and says what mends it: better once at start
/// than at the first redemption.</summary>
internal sealed class SchemaCheck<TContext>(IServiceScopeFactory scopes) : IHostedService, IStartCheck, ISchemaCheck
    where TContext : DbContext
{
    private static string Name => typeof(TContext).Name;

    /// <summary>Stops the start of a host that has the stores alone; a server's own start asks every check.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (scope.ServiceProvider.GetService<StartChecks>() is null)
        {
            await CheckAsync(HostContext<TContext>.Of(scope.ServiceProvider), cancellationToken);
        }
    }

    public async Task<IReadOnlyList<string>> FindFaultsAsync(CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken);
        return [];
    }

    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await CheckAsync(HostContext<TContext>.Of(scope.ServiceProvider), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task CheckAsync(TContext context, CancellationToken cancellationToken)
    {
        Parse(context);
        if (ModelCheck.Faults(context).ToList() is { Count: > 0 } faults)
        {
            throw new InvalidOperationException(
                $"The model of {Name} does not fit Attesto. Except the entity types of the namespace {typeof(Table).Namespace} from what changes them, or call UseAttesto "
                + $"after it:\n- {string.Join("\n- ", faults)}");
        }

        foreach (var row in AttestoModelBuilderExtensions.Rows)
        {
            await ProbeAsync(context, new Columns(context, row), cancellationToken);
        }
    }

    // Before anything else asks for the connection, and says what is wrong without saying with what.
    private static void Parse(TContext context)
    {
        try
        {
            context.Database.GetDbConnection();
        }
        catch (ArgumentException fault)
        {
            throw new InvalidOperationException($"The connection string of {Name} is malformed: {fault.Message}", fault);
        }
    }

    // Names every column and reads no row. Not under an execution strategy, which would ask for minutes whether a database that nobody has made is there by now;
    // and past the log of EF Core, which would tell the same fault in other words before.
    private static async Task ProbeAsync(TContext context, Columns columns, CancellationToken cancellationToken)
    {
        var probe = $"SELECT {string.Join(", ", columns.Names)} FROM {columns.TableName} WHERE 1 = 0"; // names of the model, quoted by its provider
        try
        {
            var connection = context.GetService<IRelationalConnection>();
            await connection.OpenAsync(cancellationToken, errorsExpected: true);
            await using var command = connection.DbConnection.CreateCommand();
            command.CommandText = probe;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (DbException fault) when (fault.IsLacking())
        {
            throw Table.Lacking(context, columns.TableName, fault);
        }
        catch (Exception fault) when (Dependency.IsUnavailable(fault))
        {
            throw new InvalidOperationException($"The database of {Name} cannot be reached: {fault.Message}", fault);
        }
    }
}
