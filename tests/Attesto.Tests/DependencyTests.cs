using System.Data.Common;
using System.Net.Sockets;
using NUnit.Framework;

namespace Attesto.Tests;

public sealed class DependencyTests
{
    [TestCase("25006", Description = "read-only transaction")]
    [TestCase("53100", Description = "disk full")]
    [TestCase("57P03", Description = "recovering")]
    [TestCase("08006", Description = "connection broken")]
    [TestCase("40001", Description = "serialization failure")]
    [TestCase(null, Description = "a driver that says nothing")]
    public void A_database_that_is_out_of_order_is_unavailable(string? sqlState) => Assert.That(Dependency.IsUnavailable(new DatabaseFault(sqlState)), Is.True);

    [TestCase("23505", Description = "duplicate")]
    [TestCase("22001", Description = "value too long")]
    [TestCase("42P01", Description = "no such table")]
    public void A_statement_that_is_wrong_stays_wrong(string sqlState) => Assert.That(Dependency.IsUnavailable(new DatabaseFault(sqlState)), Is.False);

    // What SqlException holds, whose type cannot be made outside of SqlClient.
    [TestCase(0, true, Description = "no server")]
    [TestCase(-2, true, Description = "no answer in time")]
    [TestCase(1205, true, Description = "deadlock victim")]
    [TestCase(4060, true, Description = "the database cannot be opened")]
    [TestCase(40613, true, Description = "Azure: not available at present")]
    [TestCase(3906, true, Description = "read-only")]
    [TestCase(9002, true, Description = "log full")]
    [TestCase(208, false, Description = "no such table")]
    [TestCase(207, false, Description = "no such column")]
    [TestCase(2627, false, Description = "duplicate")]
    [TestCase(2628, false, Description = "value too long")]
    [TestCase(229, false, Description = "no right to it")]
    public void Sql_server_is_understood_by_number(int number, bool unavailable)
    {
        var fault = new DatabaseFault(null) { Data = { ["HelpLink.EvtID"] = $"{number}" } };
        Assert.That(Dependency.IsUnavailable(fault), Is.EqualTo(unavailable));
    }

    [TestCase("SQLite Error 5: 'database is locked'.", true)]
    [TestCase("SQLite Error 8: 'attempt to write a readonly database'.", true)]
    [TestCase("SQLite Error 13: 'database or disk is full'.", true)]
    [TestCase("SQLite Error 14: 'unable to open database file'.", true)]
    [TestCase("SQLite Error 1: 'no such table: replays'.", false)]
    [TestCase("SQLite Error 19: 'NOT NULL constraint failed: replays.hash'.", false)]
    public void Sqlite_is_understood_by_its_code(string message, bool unavailable) =>
        Assert.That(Dependency.IsUnavailable(new DatabaseFault(null, message: message)), Is.EqualTo(unavailable));

    [TestCase("40001", null, true, Description = "serialization failure")]
    [TestCase("40P01", null, true, Description = "deadlock")]
    [TestCase(null, "1205", true, Description = "deadlock")]
    [TestCase(null, "3960", true, Description = "snapshot conflict")]
    [TestCase("40003", null, false, Description = "nobody knows whether it took effect")]
    [TestCase("08006", null, false)]
    [TestCase(null, "-2", false)]
    public void A_conflict_is_told_from_an_outage(string? sqlState, string? number, bool conflict)
    {
        var fault = new DatabaseFault(sqlState) { Data = { ["HelpLink.EvtID"] = number } };
        Assert.That(Dependency.IsConflict(new InvalidOperationException("", fault)), Is.EqualTo(conflict));
    }

    [Test]
    public void A_pool_without_a_free_connection_is_an_outage()
    {
        Assert.That(Dependency.IsUnavailable(new InvalidOperationException("Timeout expired.") { Source = "Microsoft.Data.SqlClient" }), Is.True);
        Assert.That(Dependency.IsUnavailable(new InvalidOperationException("Timeout expired.") { Source = "Microsoft.EntityFrameworkCore" }), Is.False);
    }

    [Test]
    public void What_matters_may_lie_deep()
    {
        Assert.That(Dependency.IsUnavailable(new InvalidOperationException("", new SocketException())), Is.True);
        Assert.That(Dependency.IsUnavailable(new AggregateException(new InvalidOperationException(), new TimeoutException())), Is.True);
        Assert.That(Dependency.IsUnavailable(new DatabaseFault("42601", new IOException("", new SocketException()))), Is.True);
        Assert.That(Dependency.IsUnavailable(new InvalidOperationException()), Is.False);
        Assert.That(Dependency.IsUnavailable(null), Is.False);
    }

    private sealed class DatabaseFault(string? sqlState, Exception? inner = null, string message = "") : DbException(message, inner)
    {
        public override string? SqlState => sqlState;
    }
}
