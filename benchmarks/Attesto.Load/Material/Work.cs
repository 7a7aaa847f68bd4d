namespace Attesto.Load;

/// <summary>Everything that a run leaves on disk, gone at its end.</summary>
internal static class Work
{
    public static string Folder { get; } = Directory.CreateTempSubdirectory("attesto-load-").FullName;

    public static void Remove() => Directory.Delete(Folder, recursive: true);
}
