using System.CommandLine;

namespace Attesto.Management;

/// <summary><c>keys</c>: the keys that sign tokens.</summary>
internal sealed class KeyCommands(CommandLine line)
{
    public static Command Create(CommandLine line)
    {
        var commands = new KeyCommands(line);
        return new Command("keys", "The keys that sign tokens.") { commands.List(), commands.Rotate(), commands.Retire() };
    }

    private Command List()
    {
        var json = CommandOptions.Json();
        var command = new Command("list", "Lists the keys, with what each does and until when.") { json };
        line.Run(command, async (services, parsed, token) =>
        {
            var keys = await ManagedKeys.Of(services).ListAsync(token);
            return await line.AnswerAsync(parsed.GetValue(json), keys, terminal => WriteAsync(terminal, keys));
        });
        return command;
    }

    private Command Rotate()
    {
        var algorithm = new Option<string?>("--algorithm") { Description = "The algorithm, such as ES256; all of them if it is left out." };
        var now = new Option<bool>("--now") { Description = "For an emergency: does not wait for the announcement. Says what that costs, and asks." };
        var (json, yes) = (CommandOptions.Json(), CommandOptions.Yes());
        var command = new Command("rotate", "Announces the next key before it is due.") { algorithm, now, yes, json };
        line.Run(command, async (services, parsed, token) =>
        {
            if (await line.ConfirmAsync(!parsed.GetValue(now) || parsed.GetValue(yes), ManagedKeys.CostOfNow, token) is { } exitCode)
            {
                return exitCode;
            }

            var outcome = await ManagedKeys.Of(services).RotateAsync(parsed.GetValue(algorithm), parsed.GetValue(now), CommandLine.Actor, token);
            return outcome.Value is not { } next
                ? await line.FailAsync(outcome.Refusal!.Message)
                : await line.AnswerAsync(parsed.GetValue(json), next, terminal => WriteAsync(terminal, next));
        });
        return command;
    }

    private Command Retire()
    {
        var kid = new Argument<string>("kid") { Description = "Its kid, as keys list shows it." };
        var (json, yes) = (CommandOptions.Json(), CommandOptions.Yes());
        var command = new Command("retire", "Takes a key out at once: for one that leaked.") { kid, yes, json };
        line.Run(command, async (services, parsed, token) =>
        {
            if (await line.ConfirmAsync(parsed.GetValue(yes), ManagedKeys.CostOfRetiring, token) is { } exitCode)
            {
                return exitCode;
            }

            var outcome = await ManagedKeys.Of(services).RetireAsync(parsed.GetRequiredValue(kid), CommandLine.Actor, token);
            return outcome.Value is not { } key
                ? await line.FailAsync(outcome.Refusal!.Message)
                : await line.AnswerAsync(parsed.GetValue(json), key, terminal => WriteAsync(terminal, [key]));
        });
        return command;
    }

    private static Task WriteAsync(Terminal terminal, IEnumerable<KeyEntry> keys) => terminal.WriteTableAsync(
        ["KID", "ALG", "STATE", "ANNOUNCED", "SIGNS FROM", "SIGNS UNTIL", "VERIFIES UNTIL"],
        keys.Select(key => new[]
        {
            key.KeyId,
            key.Algorithm,
            $"{key.State}".ToLowerInvariant(),
            CommandOptions.Time(key.AnnouncedAt),
            CommandOptions.Time(key.SignsFrom),
            CommandOptions.Time(key.SignsUntil),
            CommandOptions.Time(key.VerifiesUntil),
        }));
}
