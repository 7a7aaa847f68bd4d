using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Attesto.EntityFrameworkCore;

/// <summary>A connection of Npgsql keeps its last command for the next statement, also one that failed: if the network broke while the statement was sent that was to
/// be prepared automatically, the next ones, perhaps of the next request on a pooled context, fail although the database is there again (seen with 10.0.3). So a
/// command that failed is taken off its connection.</summary>
internal sealed class PostgreSqlCommands : DbCommandInterceptor
{
    private PostgreSqlCommands()
    {
    }

    public static PostgreSqlCommands Interceptor { get; } = new();

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => TakeOff(command, eventData);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        TakeOff(command, eventData);
        return Task.CompletedTask;
    }

    public override void CommandCanceled(DbCommand command, CommandEndEventData eventData) => TakeOff(command, eventData);

    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        TakeOff(command, eventData);
        return Task.CompletedTask;
    }

    private static void TakeOff(DbCommand command, CommandEventData end)
    {
        if (end.Context is not { } context || Dialect.Of(context) is not PostgreSqlDialect)
        {
            return;
        }

        try
        {
            command.Connection = null;
        }
        catch (InvalidOperationException)
        {
            // Its answer is being read, so it was sent.
        }
    }
}
