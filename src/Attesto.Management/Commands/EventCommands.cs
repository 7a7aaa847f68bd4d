using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management;

/// <summary><c>events</c>: what happened.</summary>
internal sealed class EventCommands(CommandLine line)
{
    private readonly Option<string?> _name = CommandOptions.OneOf("--name", "The name of the event, such as token_denied.", [.. EventNames.All]);
    private readonly Option<string?> _client = new("--client") { Description = "The client." };
    private readonly Option<string?> _subject = new("--subject") { Description = "The person that it is about, as the event has it: of tokens the sub." };
    private readonly Option<string?> _actor = new("--actor") { Description = "Who did it." };
    private readonly Option<DateTimeOffset?> _from = new("--from") { Description = "The first instant, such as 2026-11-27T10:00:00Z." };
    private readonly Option<DateTimeOffset?> _until = new("--until") { Description = "The first instant that is not meant any more." };

    public static Command Create(CommandLine line)
    {
        var commands = new EventCommands(line);
        return new Command("events", "What happened, at every node: tokens, denials, changes and who made them.") { commands.List(), commands.Export() };
    }

    private Command List()
    {
        var (json, size, after) = (CommandOptions.Json(), CommandOptions.Size(), CommandOptions.After());
        var command = new Command("list", "Lists events, the newest first.") { _name, _client, _subject, _actor, _from, _until, size, after, json };
        line.Run(command, async (services, parsed, token) =>
        {
            var cursor = default(EventCursor);
            if (parsed.GetValue(after) is { } text && !EventCursor.TryParse(text, out cursor))
            {
                return await line.FailAsync("--after is not what a page ended with.", CommandLine.WronglyUsed);
            }

            if (services.GetService<IEventStore>() is not { } store)
            {
                return await line.FailAsync(EventRoutes.NotKept);
            }

            var page = EventList.Of(await store.ListAsync(Filter(parsed), parsed.GetValue(size), cursor, token));
            return await line.AnswerAsync(parsed.GetValue(json), page, terminal => terminal.WriteTableAsync(
                ["AT", "EVENT", "CLIENT", "SUBJECT", "BY", "RESULT", "REASON", "DETAILS"],
                page.Events.Select(told => new[]
                {
                    CommandOptions.Time(told.At),
                    told.Name,
                    told.ClientId ?? "",
                    told.Subject ?? "",
                    told.Actor ?? "",
                    told.Result ?? "",
                    told.Reason ?? "",
                    told.DetailsInOneLine(),
                })));
        });
        return command;
    }

    private Command Export()
    {
        var format = CommandOptions.OneOf("--format", "csv, or json.", "csv", "json");
        format.DefaultValueFactory = _ => "csv";
        var file = new Option<FileInfo?>("--file") { Description = "Where they go, and must not be yet; without this to the standard output." };
        var command = new Command("export", "Writes all events that are meant, the newest first, as CSV or as a JSON array.")
        {
            _name, _client, _subject, _actor, _from, _until, format, file,
        };
        line.Run(command, async (services, parsed, token) =>
        {
            if (services.GetService<IEventStore>() is not { } store)
            {
                return await line.FailAsync(EventRoutes.NotKept);
            }

            var (export, asCsv) = (await EventExport.BeginAsync(store, Filter(parsed), token), parsed.GetValue(format) is "csv");
            await using var output = parsed.GetValue(file) is { } target ? new FileStream(target.FullName, NewFile) : line.OpenOutput();
            await export.WriteAsync(output, asCsv, token);
            return CommandLine.Done;
        });
        return command;
    }

    // Names of people and addresses: for whoever runs the command.
    private static FileStreamOptions NewFile
    {
        get
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return options;
        }
    }

    private EventFilter Filter(ParseResult parsed) => new()
    {
        Name = Given(parsed, _name),
        ClientId = Given(parsed, _client),
        Subject = Given(parsed, _subject),
        Actor = Given(parsed, _actor),
        From = parsed.GetValue(_from),
        Until = parsed.GetValue(_until),
    };

    private static string? Given(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { Length: > 0 } value ? value : null;
}
