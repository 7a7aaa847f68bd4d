using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

public sealed class FilteredTableTests
{
    [TestCase("SELECT a FROM [t] AS [x] WHERE ([x].[a] = @p0) AND ([x].[b] > @p1)", "a")]
    [TestCase("DELETE FROM [t] WHERE a < @p0", "a")]
    [TestCase("UPDATE [t] SET a = @p0 WHERE b = @p1 AND (c IS NULL OR c <= @p2)", "b")]
    [TestCase("WITH x AS (SELECT TOP (@p0) b FROM [t] WITH (ROWLOCK) WHERE a < @p1 ORDER BY a) DELETE FROM x", "a")]
    [TestCase("DELETE FROM [x] FROM [t] AS [x] WHERE [x].[a] = @p0", "a")]
    [TestCase("UPDATE [x] SET [x].[b] = @p0 FROM [t] AS [x] WHERE [x].[a] = @p1", "a")]
    [TestCase("SELECT a FROM [t] WHERE a = @p0 OR b = @p1", "", Description = "either may be true")]
    [TestCase("SELECT a FROM [t] AS [x] WHERE [y].[a] = @p0", "", Description = "another table's column")]
    [TestCase("SELECT a FROM [t] WHERE a IS NOT NULL", "")]
    [TestCase("UPDATE [t] SET a = @p0", "", Description = "every row")]
    public void Rows_are_found_by_what_all_of_them_must_meet(string statement, string columns) =>
        Assert.That(string.Join(',', FilteredTable.In(statement).Single().Keys), Is.EqualTo(columns));

    [Test]
    public void A_query_inside_a_statement_has_a_table_of_its_own()
    {
        var tables = FilteredTable.In("INSERT INTO [t] (a, b) SELECT @p1, @p2 WHERE NOT (EXISTS (SELECT 1 FROM [u] AS v WHERE v.c = [t].c))");
        Assert.That(tables.Select(table => (table.Name, table.Keys.Single())), Is.EqualTo(new[] { ("u", "c") }));
    }
}
