using System.CommandLine;

namespace Attesto.Management;

/// <summary><c>grants</c>: what people gave to clients.</summary>
internal sealed class GrantCommands(CommandLine line)
{
    private readonly Option<string?> _subject = new("--subject") { Description = "The person, by the host's own identifier." };
    private readonly Option<string?> _client = new("--client") { Description = "The client." };
    private readonly Option<string?> _session = new("--session") { Description = "The sid of the browser session." };

    public static Command Create(CommandLine line)
    {
        var commands = new GrantCommands(line);
        return new Command("grants", "What people gave to clients: refresh tokens, and the access tokens that descend from them.") { commands.List(), commands.End() };
    }

    private Command List()
    {
        var (json, size) = (CommandOptions.Json(), CommandOptions.Size());
        var after = CommandOptions.After();
        var command = new Command("list", "Lists the living grants of a person, a client or a session, the newest first.") { _subject, _client, _session, size, after, json };
        Demand(command);
        line.Run(command, async (services, parsed, token) =>
        {
            var cursor = default(GrantCursor);
            if (parsed.GetValue(after) is { } text && !GrantCursor.TryParse(text, out cursor))
            {
                return await line.FailAsync("--after is not what a page ended with.", CommandLine.WronglyUsed);
            }

            var page = await ManagedGrants.Of(services).ListAsync(Filter(parsed), parsed.GetValue(size), cursor, token);
            var grants = page.Grants.Select(GrantEntry.Of).ToList();
            return await line.AnswerAsync(parsed.GetValue(json), new { grants, next = page.Next?.ToString() }, terminal => terminal.WriteTableAsync(
                ["GRANT", "SUBJECT", "CLIENT", "SCOPE", "SINCE", "LAST USED", "ENDS"],
                grants.Select(grant => new[]
                {
                    grant.Id,
                    grant.Subject,
                    grant.ClientId,
                    grant.Scope,
                    CommandOptions.Time(grant.CreatedAt),
                    CommandOptions.Time(grant.LastUsedAt),
                    CommandOptions.Time(grant.ExpiresAt),
                })));
        });
        return command;
    }

    private Command End()
    {
        var json = CommandOptions.Json();
        var command = new Command(
            "end", "Ends everything of a person, a client, a session, or a person at one client: codes, grants with their tokens, sessions. Clients are told.")
        {
            _subject, _client, _session, json,
        };
        Demand(command);
        line.Run(command, async (services, parsed, token) =>
        {
            var ended = await ManagedGrants.Of(services).EndAsync(Filter(parsed), CommandLine.Actor, token);
            return await line.AnswerAsync(parsed.GetValue(json), ended, terminal => terminal.Output.WriteLineAsync(
                $"Ended {ended.Grants} grants, {ended.Codes} codes, {ended.BrowserSessions} sessions at browsers and {ended.ClientSessions} at clients."));
        });
        return command;
    }

    private void Demand(Command command) => command.Validators.Add(result =>
    {
        if (string.IsNullOrEmpty(result.GetValue(_subject)) && string.IsNullOrEmpty(result.GetValue(_client)) && string.IsNullOrEmpty(result.GetValue(_session)))
        {
            result.AddError("Say whose: --subject, --client or --session.");
        }
    });

    private GrantFilter Filter(ParseResult parsed) => new()
    {
        Subject = Given(parsed, _subject),
        ClientId = Given(parsed, _client),
        SessionId = Given(parsed, _session),
    };

    private static string? Given(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { Length: > 0 } value ? value : null;
}
