using System.Diagnostics;

namespace Attesto.Faults;

/// <summary>A file system of its own, in memory, that can be filled up without harm to the machine.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabyte = 1 << 20;

    private readonly byte[] _block = new byte[Megabyte];

    /// <summary>Mounts it; only root of a Linux machine may.</summary>
    public SmallDisk(int megabytes)
    {
        Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Folder);
        Directory.CreateDirectory(Data);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose(); // a start that failed half-way leaves no mount behind
    }

    /// <summary>False where file systems may not be mounted; tests then say that they were left out.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>A folder on it for whoever is to run out of space.</summary>
    public string Data => Path.Combine(Folder, "data");

    private string Folder { get; } = Directory.CreateTempSubdirectory("attesto-disk-").FullName;

    private string Ballast => Path.Combine(Folder, "ballast");

    /// <summary>Takes all the space that is left.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = _block.Length; size >= 512;)
        {
            try
            {
                ballast.Write(_block.AsSpan(0, size));
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(Ballast);

    public void Dispose()
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        Run("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new IOException($"{program} {string.Join(' ', arguments)} failed with {process.ExitCode}.");
        }
    }
}
