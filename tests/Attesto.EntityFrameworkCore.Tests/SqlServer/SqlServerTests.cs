using System.Data;
using System.Text.RegularExpressions;
using Attesto.Tests.Shared;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>SQL Server without a server: its migration and every statement, word by word. With <c>ATTESTO_TEST_SQLSERVER</c> the whole suite runs on a real one.</summary>
public sealed partial class SqlServerTests
{
    private static readonly string Approved = Path.Combine(Checkout.Root, "tests", "Attesto.EntityFrameworkCore.Tests", "SqlServer", "Statements.approved.sql");

    [Test]
    public async Task Every_statement_is_the_approved_one()
    {
        var log = new StatementLog();
        var transactions = new OfflineTransactions();
        await using (var context = Open(new Offline(log), new OfflineConnection(), transactions))
        {
            await Everything.RunAsync(context);
        }

        var statements = string.Join("\n\n", log.Statements.Select(statement => statement.Text.ReplaceLineEndings("\n") + ";")) + "\n";
        if (Environment.GetEnvironmentVariable("ATTESTO_RENEW_MIGRATION") is not null)
        {
            await File.WriteAllTextAsync(Approved, statements);
        }

        Assert.That(statements, Is.EqualTo((await File.ReadAllTextAsync(Approved)).ReplaceLineEndings("\n")), "read the difference, then run dotnet eng/migration.cs");
        Assert.That(transactions.Levels, Is.Not.Empty.And.All.EqualTo(IsolationLevel.ReadCommitted), "a raised level stays on the pooled connection");
        Assert.That(log.Statements.Count(statement => statement.Text.Contains("MERGE", StringComparison.OrdinalIgnoreCase)), Is.Zero);
    }

    [Test]
    public void The_migration_creates_tables_that_sql_server_can_index()
    {
        using var context = Open();
        var script = context.GetService<IMigrator>().GenerateScript();

        Assert.That(script, Does.Contain("CREATE TABLE [table_prefix_grants]").And.Contain("CREATE UNIQUE INDEX [ix_table_prefix_device_codes_user_code_hash]"));
        Assert.That(script, Does.Contain("[hash] binary(32) NOT NULL").And.Contain("[expires_at] datetime2 NOT NULL").And.Contain("[claims] nvarchar(max) NULL"));
        Assert.That(script, Does.Not.Contain("TEXT").And.Not.Contain("INTEGER").And.Not.Contain("IDENTITY"));
        foreach (Match index in IndexedColumns().Matches(script))
        {
            Assert.That(script, Does.Not.Match($@"\[{index.Groups[1].Value}\] nvarchar\(max\)"), "an index on nvarchar(max) is refused");
        }
    }

    [Test]
    public void The_model_has_no_pending_change_on_sql_server()
    {
        using var context = Open();
        Assert.That(MigrationTests.PendingChanges(context), Is.Empty);
    }

    [Test]
    public void No_column_is_a_reserved_word()
    {
        var columns = AttestoModelBuilderExtensions.Rows.SelectMany(Column.Of).Select(column => column.Name);
        Assert.That(columns.Intersect(Reserved), Is.Empty, "statements name their columns without quotes");
    }

    // Those of T-SQL and PostgreSQL that a column could plausibly be named after.
    private static readonly string[] Reserved =
    [
        "all", "and", "any", "array", "as", "asc", "authorization", "between", "by", "case", "cast", "check", "collate", "column", "constraint", "create", "current",
        "current_date", "current_time", "current_timestamp", "current_user", "database", "default", "delete", "desc", "distinct", "do", "else", "end", "except", "exists",
        "external", "fetch", "file", "for", "foreign", "from", "function", "grant", "group", "having", "identity", "in", "index", "insert", "intersect", "into", "is", "join",
        "key", "like", "limit", "lineno", "merge", "national", "not", "null", "of", "off", "offset", "on", "only", "open", "option", "or", "order", "percent", "plan",
        "precision", "primary", "print", "proc", "public", "read", "references", "returning", "revoke", "right", "role", "rowcount", "rule", "save", "schema", "select",
        "session_user", "set", "some", "statistics", "table", "then", "to", "top", "tran", "transaction", "trigger", "truncate", "union", "unique", "update", "use", "user",
        "using", "values", "view", "when", "where", "while", "with",
    ];

    internal static AttestoDbContext Open(params IInterceptor[] interceptors) =>
        new(new DbContextOptionsBuilder<AttestoDbContext>().UseSqlServer("Server=none.invalid;Database=none").AddInterceptors(interceptors).Options);

    [GeneratedRegex(@"CREATE (?:UNIQUE )?INDEX \[\w+\] ON \[\w+\] \(\[(\w+)\]\)")]
    private static partial Regex IndexedColumns();
}
