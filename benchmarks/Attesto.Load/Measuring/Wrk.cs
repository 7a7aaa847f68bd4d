using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Attesto.Load;

/// <summary>What one run of wrk saw.</summary>
/// <param name="Requests">How many answers came.</param>
/// <param name="Errors">How many of them were no success, or did not come.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="P99">The 99th percentile of the latency.</param>
internal sealed record WrkRun(long Requests, long Errors, double Seconds, string P99);

/// <summary>The load generator: one thread, and 32 connections where nothing else is said.</summary>
internal static partial class Wrk
{
    public const int Connections = 32;

    private const int Patience = 1000; // milliseconds, for an expression

    public static async Task InstallAsync()
    {
        if ((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "wrk"))))
        {
            return;
        }

        await RunAsync("apt-get", "update", "-qq");
        await RunAsync("apt-get", "install", "-y", "-qq", "wrk");
    }

    public static async Task<WrkRun> RunAsync(string url, Requests requests, int seconds, int connections = Connections)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "load.lua");
        string[] extra = requests.Rest is null ? [] : [requests.Rest];
        var output = await RunAsync("wrk", ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", script, url, "--", requests.Mode, requests.File, .. extra]);
        var total = Total().Match(output);
        return new WrkRun(
            long.Parse(total.Groups["n"].Value, CultureInfo.InvariantCulture),
            NotOk().Matches(output).Concat(Socket().Matches(output).SelectMany(match => Number().Matches(match.Value)))
                .Sum(match => long.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture)),
            seconds,
            P99().Match(output).Groups["n"].Value);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed. Install wrk (https://github.com/wg/wrk) by hand.");
    }

    [GeneratedRegex(@"(?<n>\d+) requests in", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Total();

    [GeneratedRegex(@"Non-2xx or 3xx responses: (?<n>\d+)", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex NotOk();

    [GeneratedRegex("Socket errors:.*", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Socket();

    [GeneratedRegex(@"(?<n>\d+)", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex Number();

    [GeneratedRegex(@"^\s+99%\s+(?<n>\S+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, Patience)]
    private static partial Regex P99();
}
