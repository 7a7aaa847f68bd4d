using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Attesto.EntityFrameworkCore;

/// <summary>Refuses to start on a missing or older schema, and says which command mends it: better once at start than at the first redemption.</summary>
internal sealed class SchemaCheck<TContext>(IServiceScopeFactory scopes) : IHostedService
    where TContext : DbContext
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        foreach (var row in AttestoModelBuilderExtensions.Rows)
        {
            try
            {
                await context.ExecuteAsync(Probe(row), cancellationToken);
            }
            catch (DbException fault)
            {
                throw await ExplainAsync(context, new Table(row).NameIn(context), fault, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Names every column and reads no row.
    private static FormattableString Probe(Type row) => FormattableStringFactory.Create(
        $"SELECT {string.Join(", ", Column.Of(row).Select(column => column.Name))} FROM {{0}} WHERE 1 = 0",
        new Table(row));

    private static async Task<InvalidOperationException> ExplainAsync(TContext context, string table, DbException fault, CancellationToken cancellationToken)
    {
        var name = typeof(TContext).Name;
        return Dialect.Of(context).HasServer && !await context.Database.CanConnectAsync(cancellationToken)
            ? new InvalidOperationException($"The database of {name} cannot be reached: {fault.Message}", fault)
            : new InvalidOperationException(
                $"The database of {name} lacks the table {table}, or has an older one. Bring it up to date with 'dotnet ef database update --context {name}' "
                + "(after an upgrade of Attesto first 'dotnet ef migrations add'), or start the host once with '-- --migrate'.",
                fault);
    }
}
