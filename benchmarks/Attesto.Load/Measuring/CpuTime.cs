using System.Globalization;

namespace Attesto.Load;

/// <summary>What processes have used of the processor, as the kernel counts it: other work on the machine does not show in it, waiting neither.</summary>
internal static class CpuTime
{
    private const double MicrosecondsPerTick = 10_000; // USER_HZ is 100 on every Linux

    /// <summary>Microseconds of a process, of its children that have ended, and of those that run.</summary>
    public static double Of(int processId)
    {
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            if (Read(folder) is not { } fields)
            {
                continue;
            }

            var own = int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture) == processId;
            if (own || int.Parse(fields[1], CultureInfo.InvariantCulture) == processId)
            {
                ticks += Ticks(fields, 11) + Ticks(fields, 12) + (own ? Ticks(fields, 13) + Ticks(fields, 14) : 0);
            }
        }

        return ticks * MicrosecondsPerTick;
    }

    private static long Ticks(string[] fields, int index) => long.Parse(fields[index], CultureInfo.InvariantCulture);

    // From the state on: the name before it may hold blanks.
    private static string[]? Read(string folder)
    {
        try
        {
            var line = File.ReadAllText(Path.Combine(folder, "stat"));
            return line[(line.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null; // it has just ended
        }
    }
}
