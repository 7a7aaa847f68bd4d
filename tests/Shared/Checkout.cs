namespace Attesto.Tests.Shared;

/// <summary>Where things are in the checkout, and the configuration that the tests were built in. A source path of the compiler will not do: a
/// deterministic build maps it away.</summary>
internal static class Checkout
{
    public static readonly string Root = FindRoot();

    // …/tests/<project>/bin/Debug/net10.0/
    private static readonly string[] Output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);

    /// <summary>The program that a sample was built to.</summary>
    public static string Built(string sample) => Path.Combine(Root, "samples", sample, "bin", Output[^2], Output[^1], $"{sample}.dll");

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
