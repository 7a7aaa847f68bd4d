using System.Reflection;
using Attesto.Tests.Shared;

namespace Attesto.Architecture;

/// <summary>Where the packages and the sources are.</summary>
internal static class House
{
    public static readonly string[] Packages =
        ["Attesto.Abstractions", "Attesto", "Attesto.AspNetCore", "Attesto.EdDsa", "Attesto.EntityFrameworkCore", "Attesto.Management", "Attesto.Testing"];

    /// <summary>Those of references only, one of which <c>dotnet new attesto-server</c> adds to a host.</summary>
    public static readonly string[] ReferencePackages = ["Attesto.Server", "Attesto.Server.PostgreSQL", "Attesto.Server.SqlServer", "Attesto.Server.Sqlite"];

    public static readonly string Root = Checkout.Root;

    public static Assembly Assembly(string package) => System.Reflection.Assembly.Load(package);

    public static IEnumerable<string> Sources(params string[] folders) =>
        folders.Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !Relative(file).Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal);

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');
}
