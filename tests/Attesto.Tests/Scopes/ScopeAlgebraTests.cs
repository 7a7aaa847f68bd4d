using Attesto.Scopes;
using NUnit.Framework;

namespace Attesto.Tests.Scopes;

[TestFixture]
public sealed class ScopeAlgebraTests
{
    [TestCase("read:*", "read:reports", true)]
    [TestCase("trackers.*", "trackers.read", true)]
    [TestCase("*", "anything", true)]
    [TestCase("read:reports", "read:reports", true)]
    [TestCase("read:*", "read:reports:all", false)]
    [TestCase("read:*", "read:reports.all", false)]
    [TestCase("read:*", "readx:reports", false)]
    [TestCase("read:*", "read", false)]
    [TestCase("read:*", "read:", false)]
    [TestCase("read:*", "READ:reports", false)]
    [TestCase("a.b.*", "a.b.c", false)]
    [TestCase("*.read", "trackers.read", false)]
    [TestCase(".*", ".read", false)]
    [TestCase("read*", "readx", false)]
    [TestCase("read:*", "read:*", false)]
    [TestCase("*", "*", false)]
    [TestCase("read:reports", "read:*", false)]
    public void Covers_one_level_and_no_more(string granted, string required, bool expected) =>
        Assert.That(ScopeAlgebra.Covers(ScopeSet.Of(granted), required), Is.EqualTo(expected));
}
