using System.Diagnostics;

namespace Attesto.Templates;

/// <summary>A home of the tests' own, so that nothing is taken from the user's and nothing is left in it: templates, paths of tools, packages of this checkout.
/// A path that dotnet remembered of a test would break <c>dotnet ef</c> for the user. Only packages of others are read from the user's cache.</summary>
internal sealed class Home(string folder)
{
    // Where the user takes packages from; on Windows it is not in the home.
    private static readonly string Sources = Path.Combine(".nuget", "NuGet", "NuGet.Config");

    private static readonly string Users = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>The packages that were restored for this user before.</summary>
    public static string PackageCache { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Users, ".nuget", "packages");

    public string Folder { get; } = folder;

    public void Create()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Folder, Sources))!);
        if (File.Exists(Path.Combine(Users, Sources)))
        {
            File.Copy(Path.Combine(Users, Sources), Path.Combine(Folder, Sources));
        }
    }

    /// <summary>Lets a process live here.</summary>
    public void Host(ProcessStartInfo start)
    {
        start.Environment["HOME"] = Folder;
        start.Environment["DOTNET_CLI_HOME"] = Folder;
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        start.Environment["DOTNET_ADD_GLOBAL_TOOLS_TO_PATH"] = "false";
        start.Environment.Remove("NUGET_PACKAGES"); // nuget.config names the folder
    }
}
