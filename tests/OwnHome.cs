#pragma warning disable IDE0005 // some of the projects have it everywhere
using System.Diagnostics.CodeAnalysis;
using NUnit.Framework;

/// <summary>Gives the tests of a project, and the processes that they start, a home of their own, which is gone with them. What programs keep there unless they are told
/// otherwise, such as the key ring of data protection or Chromium's crash reports, is not left with whoever runs the tests.</summary>
[SetUpFixture]
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "Of no namespace, so that it is for all.")]
[SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = "Of no namespace, so that it is for all.")]
public sealed class OwnHome
{
    private static readonly string[] Names = ["HOME", "XDG_CONFIG_HOME"];

    private readonly string?[] _before = [.. Names.Select(Environment.GetEnvironmentVariable)];
    private string _folder = "";

    [OneTimeSetUp]
    public void MoveIn() => Set([_folder = Directory.CreateTempSubdirectory("attesto-home-").FullName, null]);

    [OneTimeTearDown]
    public void MoveOut()
    {
        Set(_before);
        Directory.Delete(_folder, recursive: true);
    }

    private static void Set(string?[] values)
    {
        foreach (var (name, value) in Names.Zip(values))
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
