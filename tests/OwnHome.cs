using System.Diagnostics.CodeAnalysis;

/// <summary>Gives the tests of a project, and the processes that they start, a home of their own, which is gone with them. What programs keep there unless they are told
/// otherwise, such as the key ring of data protection or Chromium's crash reports, is not left with whoever runs the tests.</summary>
[NUnit.Framework.SetUpFixture]
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "Of no namespace, so that it is for all.")]
[SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = "Of no namespace, so that it is for all.")]
public sealed class OwnHome
{
    private const int Attempts = 100;

    private static readonly string[] Names = ["HOME", "XDG_CONFIG_HOME"];

    private readonly string?[] _before = [.. Names.Select(Environment.GetEnvironmentVariable)];
    private string _folder = "";

    [NUnit.Framework.OneTimeSetUp]
    public void MoveIn() => Set([_folder = Directory.CreateTempSubdirectory("attesto-home-").FullName, null]);

    [NUnit.Framework.OneTimeTearDown]
    public async Task MoveOut()
    {
        Set(_before);
        for (var attempt = 1; Directory.Exists(_folder); attempt++)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (IOException) when (attempt < Attempts)
            {
                await Task.Delay(100); // a program that was started writes there as it ends
            }
        }
    }

    private static void Set(string?[] values)
    {
        foreach (var (name, value) in Names.Zip(values))
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
