using System.CommandLine;
using Attesto.Catalog;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management;

/// <summary><c>import</c>: takes over the clients, scopes, APIs and consents of another server.</summary>
internal sealed class ImportCommand(CommandLine line)
{
    private readonly Argument<string> _source = new("server") { Description = "The server to come from: openiddict, duende or identityserver4." };
    private readonly Option<string> _connection = new("--connection")
    {
        Description = "The connection string of its database, or the name that it has in this host's ConnectionStrings. It is only read.",
        Required = true,
    };

    private readonly Option<string?> _provider = new("--provider") { Description = "sqlite, sqlserver or postgres; this host's own if it is left out." };
    private readonly Option<string?> _schema = new("--schema") { Description = "The schema of its tables, where it is not the default one." };
    private readonly Option<bool> _dry = new("--dry-run") { Description = "Writes nothing, and says what would be written." };
    private readonly Option<bool> _json = CommandOptions.Json();

    public Command Create()
    {
        _source.AcceptOnlyFromAmong("openiddict", "duende", "identityserver4");
        _provider.AcceptOnlyFromAmong(ForeignDatabase.Providers);
        var command = new Command("import", "Takes over clients, scopes, APIs and consents from another server. What is here already stays as it is, so it can be run again.")
        {
            _source, _connection, _provider, _schema, _dry, _json,
        };
        line.Run(command, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(IServiceProvider services, ParseResult parsed, CancellationToken cancellationToken)
    {
        if ((parsed.GetValue(_provider) ?? ForeignDatabase.ProviderOf(services.GetService<IDatabaseName>()?.Provider)) is not { } provider)
        {
            return await line.FailAsync("Say which database it is: --provider sqlite, sqlserver or postgres.", CommandLine.WronglyUsed);
        }

        var clients = ManagedClients.Of(services);
        var named = parsed.GetRequiredValue(_connection);
        var connection = services.GetService<IConfiguration>()?.GetConnectionString(named) ?? named;
        await using var database = await ForeignDatabase.OpenAsync(provider, connection, parsed.GetValue(_schema), cancellationToken);
        var source = parsed.GetRequiredValue(_source);
        IForeignServer server = source is "openiddict" ? new OpenIddictServer(database) : new IdentityServer(database);
        var importer = CatalogOf(services) is { } catalog
            ? ActivatorUtilities.CreateInstance<Importer>(services, clients, catalog)
            : ActivatorUtilities.CreateInstance<Importer>(services, clients);
        var report = await importer.RunAsync(source, server, parsed.GetValue(_dry), CommandLine.Actor, cancellationToken);
        await line.AnswerAsync(parsed.GetValue(_json), report, terminal => WriteAsync(terminal, report));
        return report.IsComplete ? CommandLine.Done : CommandLine.Failed;
    }

    // Where this host keeps scopes and APIs in its database; elsewhere they are settings.
    private static CatalogImport? CatalogOf(IServiceProvider services) => services.GetService<ServedOptions>() is { } served
        ? new CatalogImport(
            ManagedCatalog<ScopeEntry, HostScope>.Of(services), ManagedCatalog<ApiEntry, HostApi>.Of(services), services.GetRequiredService<ICatalogRules>(), served.Configured)
        : null;

    private static async Task WriteAsync(Terminal terminal, ImportReport report)
    {
        await terminal.WriteTableAsync(
            ["CLIENT", "STATE", "SECRET"],
            report.Clients.Select(client => new[] { client.ClientId, State(client.State, report.DryRun), SecretOf(client) }));
        foreach (var client in report.Clients.Where(client => client.Notes.Count > 0))
        {
            await terminal.Output.WriteLineAsync($"{client.ClientId}:");
            await WriteListAsync(terminal, client.Notes);
        }

        await WriteEntriesAsync(terminal, "SCOPE", report.Scopes, report.DryRun);
        await WriteEntriesAsync(terminal, "API", report.Apis, report.DryRun);
        await terminal.Output.WriteLineAsync(
            $"Consents: {report.Consents.Added} {(report.DryRun ? "to add" : "added")}, {report.Consents.Present} there already, {report.Consents.LeftOut} left out.");
        if (report.Losses.Count > 0)
        {
            await terminal.Output.WriteLineAsync("Without a counterpart:");
            await WriteListAsync(terminal, report.Losses);
        }

        if (report.Settings is { } settings)
        {
            await terminal.Output.WriteLineAsync("For appsettings.json, which lacks these scopes and resources:");
            await terminal.Output.WriteLineAsync(ManagementJson.Write(settings));
        }

        if (report.DryRun)
        {
            await terminal.Output.WriteLineAsync("Nothing was written.");
        }
    }

    private static async Task WriteListAsync(Terminal terminal, IEnumerable<string> items)
    {
        foreach (var item in items)
        {
            await terminal.Output.WriteLineAsync($"- {item}");
        }
    }

    private static async Task WriteEntriesAsync(Terminal terminal, string head, IReadOnlyList<EntryImport> entries, bool isDry)
    {
        if (entries.Count > 0)
        {
            await terminal.WriteTableAsync([head, "STATE"], entries.Select(entry => new[] { entry.Name, State(entry.State, isDry) }));
        }

        foreach (var entry in entries.Where(entry => entry.Notes.Count > 0))
        {
            await terminal.Output.WriteLineAsync($"{entry.Name}:");
            await WriteListAsync(terminal, entry.Notes);
        }
    }

    private static string State(ImportState state, bool isDry) => state switch
    {
        ImportState.Added => isDry ? "to add" : "added",
        ImportState.Present => "there already",
        _ => "refused",
    };

    private static string SecretOf(ClientImport client) =>
        client.NewSecret is { } secret ? $"new, shown this once: {secret}" :
        client.NeedsNewSecret is { } reason ? $"new secret needed: {reason}" :
        "";
}
