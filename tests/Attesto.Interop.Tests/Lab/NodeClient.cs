using System.Diagnostics;

namespace Attesto.Interop.Lab;

/// <summary>Runs one of the scripts in <c>node/</c>: JSON in, JSON out.</summary>
internal static class NodeClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs the script; skips the test where Node.js or the packages are missing.</summary>
    public static async Task<JsonObject> RunAsync(string script, JsonObject input)
    {
        if (!Directory.Exists(Path.Combine(Checkout.Scripts, "node_modules", "openid-client")))
        {
            Assert.Ignore("the Node packages are not installed: npm ci in tests/Attesto.Interop.Tests/node, or dotnet check.cs");
        }

        var start = new ProcessStartInfo("node", [Path.Combine(Checkout.Scripts, script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_EXTRA_CA_CERTS"] = LabAuthority.Instance.RootFile;
        using var process = StartOrIgnore(start);
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

    private static Process StartOrIgnore(ProcessStartInfo start)
    {
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
