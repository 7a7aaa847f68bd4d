namespace Attesto.Interop.Lab;

/// <summary>Where things are in the checkout, and the configuration that the tests were built in.</summary>
internal static class Checkout
{
    public static readonly string Root = FindRoot();

    public static readonly string Scripts = Path.Combine(Root, "tests", "Attesto.Interop.Tests", "node");

    // …/tests/Attesto.Interop.Tests/bin/Debug/net10.0/
    private static readonly string[] Output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);

    public static string Built(string project) =>
        Path.Combine(Root, "samples", project, "bin", Output[^2], Output[^1], $"{project}.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Attesto.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Attesto.sln is in no folder above the tests");
        }

        return folder.FullName;
    }
}
