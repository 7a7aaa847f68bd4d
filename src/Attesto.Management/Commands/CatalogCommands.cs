using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attesto.Management;

/// <summary><c>scopes</c> and <c>apis</c>: those of the configuration are shown, and those of the database are changed.</summary>
/// <param name="line">The commands.</param>
/// <param name="argument">How one is named on the command line.</param>
/// <param name="options">What can be said of one.</param>
/// <param name="with">What was said of one.</param>
internal sealed class CatalogCommands<TForm, T>(CommandLine line, string argument, IReadOnlyList<Option> options, Func<TForm, ParseResult, TForm> with)
    where TForm : class, ICatalogForm<TForm, T>, new()
    where T : class
{
    private static readonly JsonSerializerOptions Compact = new(ManagementJson.Options) { WriteIndented = false };

    private readonly Option<FileInfo?> _file = new("--file")
    {
        Description = "A JSON file with all of it, as show --json prints one. The other options win over it.",
    };

    private readonly Option<bool> _disabled = new("--disabled") { Description = "It is as if it were not there, and what is known of it is kept." };
    private readonly Option<bool> _enabled = new("--enabled") { Description = "It counts again." };

    public Command Create(string name, string description) => new(name, description) { List(), Show(), Add(), Change(), Delete() };

    private Argument<string> Key() => new(argument) { Description = $"The {argument} of the {TForm.Noun}." };

    private Command List()
    {
        var json = CommandOptions.Json();
        var command = new Command("list", $"Lists the {TForm.Noun}s, of the configuration and of the database.") { json };
        line.Run(command, async (services, parsed, token) =>
        {
            var known = await ManagedCatalog<TForm, T>.Of(services).ListAsync(token);
            return await line.AnswerAsync(parsed.GetValue(json), known.Select(TForm.Of), terminal => terminal.WriteTableAsync(
                [argument.ToUpperInvariant(), "SAYS", "STATE", "CLAIMS", "FROM", "CHANGED"], known.Select(Row)));
        });
        return command;
    }

    private static string[] Row(KnownEntry<T> known) =>
    [
        TForm.KeyOf(known.Value),
        TForm.DisplayNameOf(known.Value) ?? "",
        TForm.IsEnabledOf(known.Value) ? "enabled" : "disabled",
        string.Join(' ', known.Opens),
        known.IsConfigured ? "configuration" : "database",
        CommandOptions.Time(known.ChangedAt),
    ];

    private Command Show()
    {
        var (json, key) = (CommandOptions.Json(), Key());
        var command = new Command("show", $"Shows everything about a {TForm.Noun}; what --json prints, add --file reads.") { key, json };
        line.Run(command, async (services, parsed, token) => await ManagedCatalog<TForm, T>.Of(services).FindAsync(parsed.GetRequiredValue(key), token) is not { } known
            ? await line.FailAsync(ManagedCatalog<TForm, T>.Missing(parsed.GetRequiredValue(key)).Message)
            : await line.AnswerAsync(parsed.GetValue(json), TForm.Of(known), terminal => terminal.WriteTableAsync(["FIELD", "VALUE"], Fields(known))));
        return command;
    }

    private Command Add()
    {
        var json = CommandOptions.Json();
        var key = new Argument<string?>(argument) { Description = $"The {argument} of the {TForm.Noun}; the file's if it is left out.", Arity = ArgumentArity.ZeroOrOne };
        var command = With(new Command("add", $"Adds a {TForm.Noun}, or the words for one of the configuration.") { key, _file, _disabled, json });
        command.Validators.Add(result =>
        {
            if (result.GetValue(key) is null && result.GetValue(_file) is null)
            {
                result.AddError($"Name the {argument}, or a --file.");
            }
        });
        line.Run(command, async (services, parsed, token) =>
        {
            TForm form;
            try
            {
                form = parsed.GetValue(_file) is { } file ? await ReadAsync(file, token) : new TForm();
            }
            catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException)
            {
                return await line.FailAsync($"The file cannot be read: {fault.Message}");
            }

            form = with(parsed.GetValue(key) is { } given ? form.WithKey(given) : form, parsed);
            form = parsed.GetValue(_disabled) ? form.Enabled(isEnabled: false) : form;
            var outcome = await ManagedCatalog<TForm, T>.Of(services).AddAsync(form.ToValue(), CommandLine.Actor, token);
            return await AnswerAsync(parsed.GetValue(json), outcome, "Added");
        });
        return command;
    }

    private Command Change()
    {
        var (json, key) = (CommandOptions.Json(), Key());
        var command = With(new Command("change", $"Changes what is said of a {TForm.Noun}; all else stays as it is.") { key, _disabled, _enabled, json });
        command.Validators.Add(result =>
        {
            if (result.GetValue(_disabled) && result.GetValue(_enabled))
            {
                result.AddError("Say --enabled or --disabled.");
            }
        });
        line.Run(command, async (services, parsed, token) => await AnswerAsync(
            parsed.GetValue(json),
            await ManagedCatalog<TForm, T>.Of(services).ChangeAsync(
                parsed.GetRequiredValue(key),
                form => parsed.GetValue(_disabled) || parsed.GetValue(_enabled) ? with(form, parsed).Enabled(parsed.GetValue(_enabled)) : with(form, parsed),
                CommandLine.Actor,
                token),
            "Changed"));
        return command;
    }

    private Command Delete()
    {
        var (json, key, yes) = (CommandOptions.Json(), Key(), CommandOptions.Yes());
        var command = new Command("delete", $"Deletes a {TForm.Noun} that no client names; of one of the configuration, the words.") { key, yes, json };
        command.Aliases.Add("remove");
        line.Run(command, async (services, parsed, token) =>
        {
            var named = parsed.GetRequiredValue(key);
            if (await line.ConfirmAsync(parsed.GetValue(yes), $"What the database says of the {TForm.Noun} \"{named}\" is gone for good.", token) is { } exitCode)
            {
                return exitCode;
            }

            var outcome = await ManagedCatalog<TForm, T>.Of(services).RemoveAsync(named, version: null, CommandLine.Actor, token);
            return await AnswerAsync(parsed.GetValue(json), outcome, "Deleted");
        });
        return command;
    }

    private Command With(Command command)
    {
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        return command;
    }

    private async Task<int> AnswerAsync(bool asJson, Outcome<KnownEntry<T>> outcome, string what) => outcome.Value is not { } known
        ? await line.FailAsync(outcome.Refusal!.Message)
        : await line.AnswerAsync(asJson, TForm.Of(known), terminal => terminal.Output.WriteLineAsync($"{what} the {TForm.Noun} \"{TForm.KeyOf(known.Value)}\"."));

    private static async Task<TForm> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        await using var json = file.OpenRead();
        return await JsonSerializer.DeserializeAsync<TForm>(json, ManagementJson.Options, cancellationToken) ?? new TForm();
    }

    // Its JSON, a member to a line: nothing that it has is missing.
    private static IEnumerable<string[]> Fields(KnownEntry<T> known) => JsonSerializer
        .SerializeToNode(TForm.Of(known), ManagementJson.Options)!.AsObject()
        .Select(member => new[] { member.Key, member.Value is JsonValue value ? $"{value}" : member.Value!.ToJsonString(Compact) })
        .Append(["created", CommandOptions.Time(known.CreatedAt)])
        .Append(["changed", CommandOptions.Time(known.ChangedAt)]);
}
