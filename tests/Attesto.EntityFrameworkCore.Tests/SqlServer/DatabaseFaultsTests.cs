using System.Data.Common;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>Errors as SqlClient reports them, whose type cannot be made outside of it.</summary>
public sealed class DatabaseFaultsTests
{
    [TestCase(4060, true, Description = "cannot open database")]
    [TestCase(208, true, Description = "invalid object name")]
    [TestCase(207, true, Description = "invalid column name")]
    [TestCase(18456, false, Description = "login failed")]
    [TestCase(0, false, Description = "no server")]
    public void What_is_not_there_is_known_by_its_number(int number, bool expected) => Assert.That(new Numbered(number).IsLacking(), Is.EqualTo(expected));

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "RCS1194", Justification = "A double.")]
    private sealed class Numbered : DbException
    {
        public Numbered(int number) => Data["HelpLink.EvtID"] = $"{number}";
    }
}
