using NUnit.Framework;

namespace Attesto.Architecture;

/// <summary>
/// The public surface of each package is an approved text file, so that a change of it is seen in review.
/// To approve a change, run these tests with the environment variable ATTESTO_APPROVE set to 1 and commit the files.
/// </summary>
public sealed class PublicApiTests
{
    [TestCaseSource(typeof(House), nameof(House.Packages))]
    public void The_public_surface_is_the_approved_one(string package)
    {
        var approved = Path.Combine(House.Root, "tests", "Attesto.Architecture.Tests", "Approved", $"{package}.txt");
        var actual = PublicApi.Of(House.Assembly(package));
        if (Environment.GetEnvironmentVariable("ATTESTO_APPROVE") == "1")
        {
            File.WriteAllText(approved, actual);
        }

        var known = File.Exists(approved) ? File.ReadAllLines(approved) : [];
        var lines = actual.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(
            lines.Except(known).Select(line => $"+ {line}").Concat(known.Except(lines).Select(line => $"- {line}")),
            Is.Empty,
            "the public surface changed; if that is meant, run with ATTESTO_APPROVE=1 and commit the file");
        Assert.That(lines, Is.EqualTo(known));
    }
}
