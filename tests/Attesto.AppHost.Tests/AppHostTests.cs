using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Attesto.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.AppHost;

/// <summary>The Aspire sample, started by Aspire's own orchestrator.</summary>
public sealed class AppHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10); // a bound for what hangs; a busy machine is only slow

    [Test]
    public async Task Server_API_and_client_start_in_order_and_the_client_gets_what_it_came_for()
    {
        Environment.SetEnvironmentVariable("HOME", Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "home")).FullName); // the orchestrator keeps files there
        await using var postgres = PostgresServer.IsInstalled ? await PostgresServer.StartAsync() : null;
        string[] database = postgres is null ? [] : ["--Database=postgres", $"--ConnectionStrings:attesto={postgres.ConnectionString("aspire")}"];
        await (postgres?.CreateDatabaseAsync("aspire") ?? Task.CompletedTask);
        using var patience = new CancellationTokenSource(Patience);
        await using var testing = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Attesto_AppHost>([$"--Port={FreePort()}", .. database], patience.Token);
        await using var app = await testing.BuildAsync(patience.Token);
        await app.StartAsync(patience.Token);
        var ended = await app.ResourceNotifications.WaitForResourceAsync(
            "client", change => KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text), patience.Token);
        Assert.That((ended.Snapshot.State?.Text, ended.Snapshot.ExitCode), Is.EqualTo((KnownResourceStates.Finished, 0)), await LogAsync(app, ended.ResourceId));
        Assert.That(await LogAsync(app, ended.ResourceId), Does.Contain("a DPoP token").And.Contain("\"client\":\"reporter\""));
    }

    private static async Task<string> LogAsync(DistributedApplication app, string resource)
    {
        var lines = new List<string>();
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(resource))
        {
            lines.AddRange(batch.Select(line => line.Content));
        }

        return string.Join('\n', lines);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
