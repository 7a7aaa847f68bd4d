using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Attesto.EntityFrameworkCore;

/// <summary>Takes a command that failed off its connection, where that is one of PostgreSQL; <see cref="PostgreSqlCommands{TContext}"/> tells why.</summary>
internal sealed class FailedCommands : DbCommandInterceptor
{
    private FailedCommands()
    {
    }

    public static FailedCommands Interceptor { get; } = new();

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
        if (end.Context is not { } context || !PostgreSqlDialect.IsOf(context))
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
