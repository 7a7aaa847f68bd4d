using System.Data;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>Without a server there is no plan to look at, but there is what a plan needs: an index on a column that is compared, and a parameter of the column's own type.
/// SQL Server converts a column to the wider type of its parameter, and then it scans.</summary>
public sealed class SeekTests
{
    private static readonly StatementLog Log = new();

    [OneTimeSetUp]
    public async Task Run()
    {
        await using var context = SqlServerTests.Open(new Offline(Log), new OfflineConnection(), new OfflineTransactions());
        await Everything.RunAsync(context);
    }

    [Test]
    public void Every_statement_finds_its_rows_by_an_index()
    {
        using var context = SqlServerTests.Open();
        Assert.That(Faults(context), Is.Empty);
    }

    [Test]
    public void Every_table_of_every_statement_was_looked_at()
    {
        foreach (var (text, _) in Log.Statements)
        {
            var named = text.Split('[').Count(part => part.StartsWith("table_prefix_", StringComparison.Ordinal) && !part.Contains("].", StringComparison.Ordinal));
            var inserted = text.StartsWith("INSERT INTO", StringComparison.Ordinal) ? 1 : 0;
            Assert.That(FilteredTable.In(text), Has.Count.EqualTo(named - inserted), text);
        }
    }

    // Each index serves some statement, but for those by which a host finds all that is kept of a person; and the check above must be able to fail.
    [TestCaseSource(nameof(Indexes))]
    public void A_model_without_one_of_its_indexes_is_told_apart(string table, string column)
    {
        using var context = new Changed(model =>
        {
            var row = model.Model.GetEntityTypes().Single(row => row.GetTableName() == table);
            row.RemoveIndex(row.GetIndexes().Single(index => index.Properties[0].GetColumnName() == column));
        });
        Assert.That(Faults(context), Has.Some.Contains($"{table} is scanned").And.None.Contains("sends"));
    }

    [Test]
    public void A_column_of_another_type_than_its_parameter_is_told_apart()
    {
        using var context = new Changed(model => model.Entity<ReplayRow>().Property(row => row.ExpiresAt).HasColumnType("datetime"));
        Assert.That(Faults(context), Has.Some.Contains("table_prefix_replays.expires_at is datetime"));
    }

    [Test]
    public void A_column_of_another_length_is_told_apart()
    {
        using var context = new Changed(model => model.Entity<ReplayRow>().Property(row => row.Hash).HasMaxLength(16));
        Assert.That(ModelCheck.Faults(context), Is.EqualTo(new[] { "table_prefix_replays: the column hash is binary(16), and must be binary(32)." }));
    }

    private static IEnumerable<string> Faults(DbContext context)
    {
        var tables = context.Model.GetRelationalModel().Tables.ToDictionary(table => table.Name, StringComparer.Ordinal);
        foreach (var (text, parameters) in Log.Statements)
        {
            foreach (var filtered in FilteredTable.In(text))
            {
                var (name, table) = (filtered.Name, tables[filtered.Name]);
                if (!filtered.Keys.Intersect(LeadingColumns(table)).Any())
                {
                    yield return $"{name} is scanned: {text}";
                }

                foreach (var (column, _, other) in filtered.Comparisons.Where(comparison => comparison.Other[0] is '@'))
                {
                    var (expected, sent) = (table.FindColumn(column)!.StoreType, TypeOf(parameters.Single(parameter => parameter.ParameterName == other)));
                    if (expected.Split('(')[0] != sent)
                    {
                        yield return $"{name}.{column} is {expected}, and {other} sends {sent}: {text}";
                    }
                }
            }
        }
    }

    private static IEnumerable<string> LeadingColumns(ITable table) =>
        table.Indexes.Select(index => index.Columns[0].Name).Append(table.PrimaryKey!.Columns[0].Name);

    private static string TypeOf(DbParameter parameter) => ((SqlParameter)parameter).SqlDbType switch
    {
        SqlDbType.NVarChar when parameter.Size is > 0 and <= 4000 => "nvarchar", // longer ones are LOBs, which no index holds
        SqlDbType.VarBinary when parameter.Size is > 0 and <= 8000 => "binary", // compared alike, as char and varchar are
        SqlDbType.DateTime2 => "datetime2",
        SqlDbType.UniqueIdentifier => "uniqueidentifier",
        SqlDbType.BigInt => "bigint",
        SqlDbType.Int => "int",
        var other => $"{other} of size {parameter.Size}",
    };

    private static IEnumerable<TestCaseData> Indexes()
    {
        using var context = SqlServerTests.Open();
        return [.. context.Model.GetRelationalModel().Tables.SelectMany(table => table.Indexes
            .Select(index => index.Columns[0].Name)
            .Where(column => column is not "subject" || table.Name.EndsWith("logout_sessions", StringComparison.Ordinal))
            .Select(column => new TestCaseData(table.Name, column)))];
    }

    private sealed class Changed(Action<ModelBuilder> change) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) =>
            optionsBuilder.UseSqlServer("Server=none.invalid;Database=none").EnableServiceProviderCaching(false);

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.UseAttesto("table_prefix_");
            change(modelBuilder);
        }
    }
}
