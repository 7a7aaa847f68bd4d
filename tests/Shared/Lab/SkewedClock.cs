using System.Globalization;

namespace Attesto.Tests.Shared.Lab;

/// <summary>A process whose clocks are wrong, by libfaketime: what it reads is off by a constant, how fast they run is not. The monotonic clock is off with the
/// other one: where it is spared, libfaketime still translates the deadlines that threads wait for, and every synchronous wait ends before it began.</summary>
internal static class SkewedClock
{
    private static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib").Append("/usr/local/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    /// <summary>False where libfaketime is not installed; tests then say that they were left out.</summary>
    public static bool IsInstalled => Library is not null;

    /// <summary>Sets the clock of a process that is about to start.</summary>
    /// <param name="environment">Its environment.</param>
    /// <param name="ahead">How far its clock is ahead; negative if it is behind.</param>
    public static void Set(IDictionary<string, string?> environment, TimeSpan ahead)
    {
        if (ahead == TimeSpan.Zero)
        {
            return;
        }

        environment["LD_PRELOAD"] = Library ?? throw new InvalidOperationException("libfaketime is not installed.");
        environment["FAKETIME"] = ahead.TotalSeconds.ToString("+0;-0", CultureInfo.InvariantCulture);
    }
}
