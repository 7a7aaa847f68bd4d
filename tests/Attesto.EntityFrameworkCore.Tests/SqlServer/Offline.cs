using System.Data;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>Lets EF Core write its SQL Server statements, notes them, and answers them without a server.</summary>
internal sealed partial class Offline(StatementLog log) : DbCommandInterceptor
{
    public override InterceptionResult<DbCommand> CommandCreating(CommandCorrelatedEventData eventData, InterceptionResult<DbCommand> result) =>
        InterceptionResult<DbCommand>.SuppressWithResult(new Command());

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        log.Add(command);
        return new(InterceptionResult<int>.SuppressWithResult(1));
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        log.Add(command);
        return new(InterceptionResult<DbDataReader>.SuppressWithResult(Answer(command.CommandText).CreateDataReader()));
    }

    // A scalar has one row; a query for rows finds none.
    private static DataTable Answer(string text)
    {
        var table = new DataTable();
        if (text.StartsWith("SELECT CASE", StringComparison.Ordinal))
        {
            table.Columns.Add("exists", typeof(bool));
            table.Rows.Add(false);
        }
        else if (text.StartsWith("SELECT MAX", StringComparison.Ordinal) || text.StartsWith("SELECT MIN", StringComparison.Ordinal))
        {
            table.Columns.Add("instant", typeof(DateTime));
            table.Rows.Add(DBNull.Value);
        }

        foreach (Match column in Returned().Matches(text))
        {
            table.Columns.Add(column.Groups[1].Value);
        }

        return table;
    }

    [GeneratedRegex(@"DELETED\.\[(\w+)\]")]
    private static partial Regex Returned();

    /// <summary>A SqlCommand takes no transaction but SqlClient's own.</summary>
    private sealed class Command : DbCommand
    {
        private readonly SqlCommand _inner = new();

        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string CommandText { get; set; } = "";

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; }

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; }

        protected override DbParameterCollection DbParameterCollection => _inner.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel()
        {
        }

        public override int ExecuteNonQuery() => throw new NotSupportedException();

        public override object? ExecuteScalar() => throw new NotSupportedException();

        public override void Prepare()
        {
        }

        protected override DbParameter CreateDbParameter() => new SqlParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _inner.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>Opens no connection.</summary>
internal sealed class OfflineConnection : DbConnectionInterceptor
{
    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) => new(InterceptionResult.Suppress());
}

/// <summary>Begins no transaction, and notes at which level one was asked for.</summary>
internal sealed class OfflineTransactions : DbTransactionInterceptor
{
    public List<IsolationLevel> Levels { get; } = [];

    public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default)
    {
        Levels.Add(eventData.IsolationLevel);
        return new(InterceptionResult<DbTransaction>.SuppressWithResult(new Transaction(connection)));
    }

    private sealed class Transaction(DbConnection connection) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }
}
