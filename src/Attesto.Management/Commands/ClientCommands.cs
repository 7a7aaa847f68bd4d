using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attesto.Management;

/// <summary><c>clients</c>: every client that the database knows, and changes of the host's own.</summary>
internal sealed class ClientCommands(CommandLine line)
{
    private static readonly JsonSerializerOptions Compact = new(ManagementJson.Options) { WriteIndented = false };

    public static Command Create(CommandLine line)
    {
        var commands = new ClientCommands(line);
        return new Command("clients", "The clients in the database: all of them are shown, and the host's own are changed.")
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
        var (json, size, after) = (CommandOptions.Json(), CommandOptions.Size(), CommandOptions.After());
        var search = new Option<string?>("--search") { Description = "What the client_id, the name, or a word of either begins with." };
        var origin = CommandOptions.Origin();
        var command = new Command("list", "Lists clients of every kind: the host's own, the newest first, then those that registered, then those of metadata documents.")
        {
            search, origin, size, after, json,
        };
        line.Run(command, async (services, parsed, token) =>
        {
            var cursor = default(ClientCursor);
            if (parsed.GetValue(after) is { } text && !ClientCursor.TryParse(text, out cursor))
            {
                return await line.FailAsync("--after is not what a page ended with.", CommandLine.WronglyUsed);
            }

            var filter = new ClientFilter { Search = parsed.GetValue(search), Origin = parsed.GetValue(origin) };
            var page = ClientList.Of(await ManagedClients.Of(services).ListAsync(filter, parsed.GetValue(size), cursor, token));
            return await line.AnswerAsync(parsed.GetValue(json), page, async terminal =>
            {
                await terminal.WriteTableAsync(["CLIENT", "NAME", "ORIGIN", "KIND", "STATE", "SINCE", "CHANGED"], page.Clients.Select(Row));
                if (page.Next is { } next)
                {
                    await terminal.Output.WriteLineAsync($"There are more: --after {next}");
                }
            });
        });
        return command;
    }

    private static string[] Row(ClientSummary client) =>
    [
        client.Id,
        client.Name ?? "",
        client.Origin switch { ClientOrigin.Host => "host", ClientOrigin.Registration => "registered", _ => "document" },
        client.IsPublic ? "public" : "confidential",
        client.IsRevoked ? "disabled" : "enabled",
        CommandOptions.Time(client.CreatedAt),
        CommandOptions.Time(client.ChangedAt),
    ];

    private Command Show()
    {
        var (json, id) = (CommandOptions.Json(), CommandOptions.ClientId());
        var command = new Command("show", "Shows everything about a client but its secrets; what --json prints, clients add --file reads.") { id, json };
        line.Run(command, async (services, parsed, token) => await ManagedClients.Of(services).FindAsync(parsed.GetRequiredValue(id), token) is not { } known
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
            await ManagedClients.Of(services).RotateSecretAsync(
                parsed.GetRequiredValue(id), version: null, parsed.GetValue(overlap), parsed.GetValue(lifetime), CommandLine.Actor, token),
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
            await ManagedClients.Of(services).SetRevokedAsync(parsed.GetRequiredValue(id), version: null, isRevoked, CommandLine.Actor, token),
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

            var outcome = await ManagedClients.Of(services).RemoveAsync(clientId, version: null, CommandLine.Actor, token);
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
