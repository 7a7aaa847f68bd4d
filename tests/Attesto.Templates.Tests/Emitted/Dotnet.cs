using System.Diagnostics;

namespace Attesto.Templates;

/// <summary>Runs <c>dotnet</c> as a developer would, in a home of the tests' own and without what the test runner's own build left in the environment.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    public static Task<Finished> RunAsync(string folder, params string[] arguments)
    {
        var start = Command(folder, arguments);
        if (folder == Checkout.Root)
        {
            start.Environment["NUGET_PACKAGES"] = Home.PackageCache; // the checkout is restored as its owner does it
        }

        return RunAsync(start);
    }

    public static async Task<Finished> RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', start.ArgumentList)} took more than {Patience}:\n{await output}", late);
        }

        return new Finished(process.ExitCode, await output + await errors);
    }

    /// <summary>Runs what must succeed, and returns what it printed.</summary>
    public static async Task<string> SucceedAsync(string folder, params string[] arguments)
    {
        var finished = await RunAsync(folder, arguments);
        Assert.That(finished.ExitCode, Is.Zero, $"dotnet {string.Join(' ', arguments)}:\n{finished.Output}");
        return finished.Output;
    }

    public static ProcessStartInfo Command(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        Workshop.Home.Host(start);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return start;
    }
}

/// <summary>A process that has ended.</summary>
internal sealed record Finished(int ExitCode, string Output);
