namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>The folder of the checkout. A source path of the compiler will not do: a deterministic build maps it away.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Attesto.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Attesto.sln is not above the tests.");
        }

        return folder.FullName;
    }
}
