using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management;

/// <summary><c>clients</c>: those in the database.</summary>
internal sealed class ClientCommands(CommandLine line)
{
    private static readonly JsonSerializerOptions Compact = new(ManagementJson.Options) { WriteIndented = false };

    public static Command Create(CommandLine line)
    {
        var commands = new ClientCommands(line);
        return new Command("clients", "The clients in the database.")
        {
            new AddClientCommand(line).Create(),
            commands.List(),
            commands.Show(),
            commands.RotateSecret(),
            commands.SetRevoked("disable", "Switches a client off: it is treated like an unknown one, its tokens included.", isRevoked: true),
            commands.SetRevoked("enable", "Switches a client on again.", isRevoked: false),
            commands.Delete(),
        };
    }

    /// <summary>The clients of this host.</summary>
    public static ManagedClients Of(IServiceProvider services) => services.GetService<IClientRegistry>() is null
        ? throw new InvalidOperationException("This host keeps no clients in a database: call services.AddAttestoEntityFrameworkStores<TContext>().")
        : ActivatorUtilities.CreateInstance<ManagedClients>(services, AuditOf(services), ActivatorUtilities.CreateInstance<OtherClients>(services));

    /// <summary>Tells the host's sinks.</summary>
    public static AuditTrail AuditOf(IServiceProvider services) => ActivatorUtilities.CreateInstance<AuditTrail>(services);

    /// <summary>Shows a client, and a new secret, once.</summary>
    public static async Task<int> AnswerAsync(CommandLine line, bool asJson, Outcome<Issued> outcome, string what) => outcome.Value is not { } issued
        ? await line.FailAsync(outcome.Refusal!.Message)
        : await line.AnswerAsync(asJson, new { client = ClientEntry.Of(issued.Stored.Client), clientSecret = issued.Secret }, async terminal =>
        {
            await terminal.Output.WriteLineAsync($"{what} the client \"{issued.Stored.Client.Id}\".");
            if (issued.Secret is { } secret)
            {
                await terminal.Output.WriteLineAsync($"Its secret, which is shown this once: {secret}");
            }
        });

    private Command List()
    {
        var (json, size) = (CommandOptions.Json(), CommandOptions.Size());
        var after = new Option<long?>("--after") { Description = "The number of the last one of the page before." };
        var command = new Command("list", "Lists the host's own clients, the newest first.") { json, size, after };
        line.Run(command, async (services, parsed, token) =>
        {
            var clients = await Of(services).ListAsync(parsed.GetValue(size), parsed.GetValue(after), token);
            var shown = clients.Select(stored => new { stored.Number, stored.CreatedAt, stored.ChangedAt, Client = ClientEntry.Of(stored.Client) });
            return await line.AnswerAsync(parsed.GetValue(json), shown, terminal => terminal.WriteTableAsync(
                ["NUMBER", "CLIENT", "NAME", "KIND", "STATE", "CHANGED"],
                clients.Select(stored => new[]
                {
                    $"{stored.Number}",
                    stored.Client.Id,
                    stored.Client.Name ?? "",
                    stored.Client.IsPublic ? "public" : "confidential",
                    stored.Client.IsRevoked ? "disabled" : "enabled",
                    CommandOptions.Time(stored.ChangedAt),
                })));
        });
        return command;
    }

    private Command Show()
    {
        var (json, id) = (CommandOptions.Json(), CommandOptions.ClientId());
        var command = new Command("show", "Shows everything about a client but its secrets; what --json prints, clients add --file reads.") { id, json };
        line.Run(command, async (services, parsed, token) => await Of(services).FindAsync(parsed.GetRequiredValue(id), token) is not { } known
            ? await line.FailAsync(Refusal.NoClient(parsed.GetRequiredValue(id)).Message)
            : await line.AnswerAsync(parsed.GetValue(json), ClientEntry.Of(known.Client), terminal => terminal.WriteTableAsync(["FIELD", "VALUE"], Fields(known))));
        return command;
    }

    private Command RotateSecret()
    {
        var (json, id, overlap, lifetime) = (CommandOptions.Json(), CommandOptions.ClientId(), CommandOptions.Overlap(), CommandOptions.Lifetime());
        var command = new Command("rotate-secret", "Makes a new secret for a client.") { id, overlap, lifetime, json };
        line.Run(command, async (services, parsed, token) => await AnswerAsync(
            line,
            parsed.GetValue(json),
            await Of(services).RotateSecretAsync(
                parsed.GetRequiredValue(id), parsed.GetValue(overlap), parsed.GetValue(lifetime), CommandLine.Actor, token),
            "Made a new secret for"));
        return command;
    }

    private Command SetRevoked(string name, string description, bool isRevoked)
    {
        var (json, id) = (CommandOptions.Json(), CommandOptions.ClientId());
        var command = new Command(name, description) { id, json };
        line.Run(command, async (services, parsed, token) => await AnswerAsync(
            line,
            parsed.GetValue(json),
            await Of(services).SetRevokedAsync(parsed.GetRequiredValue(id), isRevoked, CommandLine.Actor, token),
            isRevoked ? "Disabled" : "Enabled"));
        return command;
    }

    private Command Delete()
    {
        var (json, id, yes) = (CommandOptions.Json(), CommandOptions.ClientId(), CommandOptions.Yes());
        var command = new Command("delete", "Deletes a client, and ends what people gave it.") { id, yes, json };
        line.Run(command, async (services, parsed, token) =>
        {
            var clientId = parsed.GetRequiredValue(id);
            if (await line.ConfirmAsync(parsed.GetValue(yes), $"The client \"{clientId}\" is gone for good, and every grant of it ends.", token) is { } exitCode)
            {
                return exitCode;
            }

            var outcome = await Of(services).RemoveAsync(clientId, CommandLine.Actor, token);
            return outcome.Value is not { } ended
                ? await line.FailAsync(outcome.Refusal!.Message)
                : await line.AnswerAsync(
                    parsed.GetValue(json),
                    ended,
                    terminal => terminal.Output.WriteLineAsync($"Deleted the client \"{clientId}\", and ended {ended.Grants} grants of it."));
        });
        return command;
    }

    // Its JSON, a member to a line: nothing that it has is missing.
    private static IEnumerable<string[]> Fields(KnownClient known) => JsonSerializer
        .SerializeToNode(ClientEntry.Of(known.Client), ManagementJson.Options)!.AsObject()
        .Select(member => new[] { member.Key, member.Value is JsonValue value ? $"{value}" : member.Value!.ToJsonString(Compact) })
        .Append(["created", CommandOptions.Time(known.CreatedAt)])
        .Append(["changed", CommandOptions.Time(known.ChangedAt)]);
}
