using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.EntityFrameworkCore;

/// <summary>Adds the clients of <see cref="ClientOptions.Files"/> that are not in the database yet. What is there stays as it is, for somebody may have changed
/// it since: the log says where it differs.</summary>
internal sealed partial class ClientFiles(IServiceScopeFactory scopes, ILogger<ClientFiles> logger) : IHostedService, IStartCheck
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (clients, faults) = Read(scope.ServiceProvider);
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(nameof(AttestoOptions), typeof(AttestoOptions), faults);
        }

        if (clients.Count == 0)
        {
            return;
        }

        var registry = scope.ServiceProvider.GetRequiredService<IClientRegistry>();
        foreach (var (file, client) in clients)
        {
            await AddAsync(registry, file, client, cancellationToken);
        }
    }

    public async Task<IReadOnlyList<string>> FindFaultsAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return Read(scope.ServiceProvider).Faults;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Everything is looked through before anything is written.
    private static (List<(string File, Client Client)> Clients, List<string> Faults) Read(IServiceProvider services)
    {
        var faults = new List<string>();
        var files = services.GetService<IOptions<AttestoOptions>>()?.Value.Clients.Files ?? [];
        var folder = services.GetService<IHostEnvironment>()?.ContentRootPath ?? ""; // where appsettings.json lies, wherever the process was started
        var clients = files.SelectMany(file => Read(folder, file, faults)).ToList();
        if (clients.Count > 0)
        {
            var rules = services.GetRequiredService<IClientRules>();
            faults.AddRange(
                clients.SelectMany(read => rules.FaultsOf(read.Client).Select(fault => $"{Name(read.File)}: the client \"{read.Client.Id}\": {fault.Field} {fault.Reason}")));
            faults.AddRange(clients.GroupBy(read => read.Client.Id, StringComparer.Ordinal).Where(same => same.Count() > 1)
                .Select(same => $"{Name(same.Last().File)}: the client \"{same.Key}\" stands there twice, or in another file as well."));
        }

        return (clients, faults);
    }

    private static string Name(string file) => $"Attesto:Clients:Files: \"{file}\"";

    private static IEnumerable<(string File, Client Client)> Read(string folder, string file, List<string> faults)
    {
        try
        {
            return [.. ClientDocument.ReadFile(File.ReadAllText(Path.Combine(folder, file))).Select(client => (file, client))];
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            faults.Add($"{Name(file)} cannot be read: {e.Message}");
            return [];
        }
    }

    private async Task AddAsync(IClientRegistry registry, string file, Client client, CancellationToken cancellationToken)
    {
        var known = await registry.FindAsync(client.Id, cancellationToken);
        if (known is null)
        {
            if (await registry.TryAddAsync(client, cancellationToken))
            {
                LogAdded(client.Id, file);
            }
        }
        else if (ClientDocument.Differences(client, known.Client).ToList() is { Count: > 0 } differences)
        {
            LogDiffers(client.Id, file, string.Join(", ", differences));
        }
    }

    [LoggerMessage(10, LogLevel.Information, "Added the client {ClientId} of {File}.")]
    private partial void LogAdded(string clientId, string file);

    [LoggerMessage(11, LogLevel.Warning, "The client {ClientId} differs from {File} in: {Members}. What the database holds is used.")]
    private partial void LogDiffers(string clientId, string file, string members);
}
