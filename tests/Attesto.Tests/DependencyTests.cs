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
    [TestCase(null, Description = "SQLite and SQL Server say no SQLSTATE")]
    public void A_database_that_is_out_of_order_is_unavailable(string? sqlState) => Assert.That(Dependency.IsUnavailable(new DatabaseFault(sqlState)), Is.True);

    [TestCase("23505", Description = "duplicate")]
    [TestCase("22001", Description = "value too long")]
    [TestCase("42P01", Description = "no such table")]
    public void A_statement_that_is_wrong_stays_wrong(string sqlState) => Assert.That(Dependency.IsUnavailable(new DatabaseFault(sqlState)), Is.False);

    [Test]
    public void What_matters_may_lie_deep()
    {
        Assert.That(Dependency.IsUnavailable(new InvalidOperationException("", new SocketException())), Is.True);
        Assert.That(Dependency.IsUnavailable(new AggregateException(new InvalidOperationException(), new TimeoutException())), Is.True);
        Assert.That(Dependency.IsUnavailable(new DatabaseFault("42601", new IOException("", new SocketException()))), Is.True);
        Assert.That(Dependency.IsUnavailable(new InvalidOperationException()), Is.False);
        Assert.That(Dependency.IsUnavailable(null), Is.False);
    }

    private sealed class DatabaseFault(string? sqlState, Exception? inner = null) : DbException("", inner)
    {
        public override string? SqlState => sqlState;
    }
}
