using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Attesto.EntityFrameworkCore;

/// <summary>A statement of a hot path, made once for each model. EF Core runs it as it runs its own, with the host's interceptors, logs and time limit. What it
/// does besides for a query or an update in LINQ, even a compiled one, costs a node a third or more of what the driver does.</summary>
/// <param name="template">The text and the parameters.</param>
internal sealed class Statement(IRelationalCommand template)
{
    /// <summary>Executes the statement and tells how many rows it changed.</summary>
    /// <param name="context">The context whose connection is used.</param>
    /// <param name="values">The value of each parameter, by its name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<int> ExecuteAsync(DbContext context, Dictionary<string, object?> values, CancellationToken cancellationToken) => RunAsync(
        context, values, CommandSource.ExecuteSqlRaw, static (command, parameters, _, token) => command.ExecuteNonQueryAsync(parameters, token), 0, cancellationToken);

    /// <summary>Executes the query and makes a row of the first one that it finds.</summary>
    /// <inheritdoc cref="ExecuteAsync"/>
    /// <param name="context">The context whose connection is used.</param>
    /// <param name="values">The value of each parameter, by its name.</param>
    /// <param name="read">Makes the row.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The row, or null if there is none.</returns>
    public Task<TRow?> FindAsync<TRow>(DbContext context, Dictionary<string, object?> values, Func<DbDataReader, TRow> read, CancellationToken cancellationToken)
        where TRow : class => RunAsync(context, values, CommandSource.FromSqlQuery, FirstAsync, read, cancellationToken);

    private static async Task<TRow?> FirstAsync<TRow>(
        IRelationalCommand command, RelationalCommandParameterObject parameters, Func<DbDataReader, TRow> read, CancellationToken cancellationToken)
        where TRow : class
    {
        await using var reader = await command.ExecuteReaderAsync(parameters, cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? read(reader.DbDataReader) : null;
    }

    // A command belongs to one call at a time, so each has its own copy of the template, which the connection keeps for the next.
    private async Task<T> RunAsync<T, TState>(
        DbContext context,
        Dictionary<string, object?> values,
        CommandSource source,
        Func<IRelationalCommand, RelationalCommandParameterObject, TState, CancellationToken, Task<T>> run,
        TState state,
        CancellationToken cancellationToken)
    {
        var connection = context.GetService<IRelationalConnection>();
        var parameters = new RelationalCommandParameterObject(
            connection, values, readerColumns: null, context, context.GetService<IRelationalCommandDiagnosticsLogger>(), source);
        using var alone = context.GetService<IConcurrencyDetector>().EnterCriticalSection();
        var command = connection.RentCommand();
        command.PopulateFrom(template);
        try
        {
            return await run(command, parameters, state, cancellationToken);
        }
        finally
        {
            connection.ReturnCommand(command);
        }
    }
}
