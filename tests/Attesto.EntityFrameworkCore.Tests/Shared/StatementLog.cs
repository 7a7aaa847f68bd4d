using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>Every statement that a context sent, with its parameters.</summary>
internal sealed class StatementLog : DbCommandInterceptor
{
    public List<(string Text, List<DbParameter> Parameters)> Statements { get; } = [];

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Add(command);
        return new(result);
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Add(command);
        return new(result);
    }

    public void Add(DbCommand command) => Statements.Add((command.CommandText, [.. command.Parameters.Cast<DbParameter>()]));
}
