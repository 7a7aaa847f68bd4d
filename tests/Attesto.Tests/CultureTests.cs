using System.Globalization;
using NUnit.Framework;

namespace Attesto.Tests;

/// <summary>Tests that are run in another culture (<c>ATTESTO_TEST_CULTURE</c>, set by check.cs) really are.</summary>
public sealed class CultureTests
{
    [Test]
    public void The_tests_run_in_the_culture_that_was_asked_for() =>
        Assert.That(CultureInfo.CurrentCulture.Name, Is.EqualTo(Environment.GetEnvironmentVariable("ATTESTO_TEST_CULTURE") ?? CultureInfo.InstalledUICulture.Name));
}
