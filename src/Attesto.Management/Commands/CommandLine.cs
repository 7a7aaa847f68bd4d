using System.CommandLine;
using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.Management;

/// <summary>The commands, and how each ends.</summary>
internal sealed class CommandLine
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WronglyUsed = 2;

    private static readonly string[] Names = ["clients", "scopes", "apis", "keys", "grants", "events", "import", "doctor", "help"];

    private readonly IServiceProvider _services;
    private readonly Terminal _terminal;
    private readonly RootCommand _root;

    public CommandLine(IServiceProvider services, Terminal terminal)
    {
        (_services, _terminal) = (services, terminal);
        _root = new RootCommand(
            "Looks after the clients, scopes, APIs, keys and grants of this authorization server. Settings of the host, such as --ConnectionStrings:Attesto, stand before "
                + "the command.")
        {
            ClientCommands.Create(this),
            ScopeCommands.Create(this),
            ApiCommands.Create(this),
            KeyCommands.Create(this),
            GrantCommands.Create(this),
            EventCommands.Create(this),
            new ImportCommand(this).Create(),
            new DoctorCommand(this).Create(),
        };
    }

    /// <summary>Who runs the command, for events.</summary>
    public static string Actor => $"{Environment.UserName}@{Environment.MachineName}";

    /// <summary>The words of the command among the arguments of the process, or null if there is none: settings of the host come first, each a name and a value.
    /// Whoever asks for help by an option gets it, too, and no server.</summary>
    public static string[]? Find(string[] args)
    {
        var at = 0;
        while (at < args.Length && args[at].StartsWith("--", StringComparison.Ordinal) && !IsHelp(args[at]))
        {
            at += args[at].Contains('=', StringComparison.Ordinal) ? 1 : 2;
        }

        return
            at >= args.Length ? null :
            IsHelp(args[at]) ? ["help"] :
            Names.Contains(args[at], StringComparer.Ordinal) ? args[at..] : null;
    }

    private static bool IsHelp(string word) => word is "--help" or "-h" or "-?";

    /// <summary>What the words mean.</summary>
    public ParseResult Parse(string[] words) => _root.Parse(words is ["help", .. var about] ? [.. about, "--help"] : words);

    /// <summary>Runs a command.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string[] words, CancellationToken cancellationToken)
    {
        if (words is ["help", .. var about] && !IsCommand(about))
        {
            return await FailAsync($"There is no command \"{string.Join(' ', about)}\". See: help", WronglyUsed);
        }

        var parsed = Parse(words);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await _terminal.Error.WriteLineAsync(error.Message);
            }

            await _terminal.Error.WriteLineAsync($"See: help {string.Join(' ', Path(parsed.CommandResult.Command))}".TrimEnd());
            return WronglyUsed;
        }

        try
        {
            var invocation = new InvocationConfiguration { Output = _terminal.Output, Error = _terminal.Error, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            foreach (var line in Explain(fault))
            {
                await _terminal.Error.WriteLineAsync(line);
            }

            return Failed;
        }
    }

    /// <summary>Lets a command do its work in a scope of its own.</summary>
    public void Run(Command command, Func<IServiceProvider, ParseResult, CancellationToken, Task<int>> work) => command.SetAction(async (parsed, token) =>
    {
        await using var scope = _services.CreateAsyncScope();
        return await work(scope.ServiceProvider, parsed, token);
    });

    /// <summary>Writes an answer for a script or for a person.</summary>
    public async Task<int> AnswerAsync<T>(bool asJson, T answer, Func<Terminal, Task> forPeople)
    {
        if (asJson)
        {
            await _terminal.Output.WriteLineAsync(ManagementJson.Write(answer));
        }
        else
        {
            await forPeople(_terminal);
        }

        return Done;
    }

    /// <summary>Where an answer goes that is too long for memory.</summary>
    public Stream OpenOutput() => new TextStream(_terminal.Output);

    /// <summary>Says why nothing was done.</summary>
    public async Task<int> FailAsync(string reason, int exitCode = Failed)
    {
        await _terminal.Error.WriteLineAsync(reason);
        return exitCode;
    }

    /// <summary>Asks a person whether to go on; where none is there, the option must have said so.</summary>
    /// <returns>Null to go on, else the exit code.</returns>
    public async Task<int?> ConfirmAsync(bool isSaid, string cost, CancellationToken cancellationToken) => isSaid
        ? null
        : await _terminal.ConfirmAsync(cost, cancellationToken) switch
        {
            true => null,
            false => await FailAsync("Nothing was changed."),
            null => await FailAsync("Nothing was changed. Say --yes to go on.", WronglyUsed),
        };

    // Asked for help, the parser overlooks what it does not know.
    private bool IsCommand(string[] words)
    {
        Command? command = _root;
        foreach (var word in words)
        {
            command = command?.Subcommands.FirstOrDefault(one => string.Equals(one.Name, word, StringComparison.Ordinal));
        }

        return command is not null;
    }

    private static IEnumerable<string> Explain(Exception fault) => fault switch
    {
        ClientDataException wrong => wrong.Faults.Select(found => $"{found.Field} {found.Reason}"),
        OptionsValidationException wrong => wrong.Failures,
        ForeignDatabaseException => [fault.Message.ReplaceLineEndings(" ").TrimEnd()],
        _ when Dependency.IsUnavailable(fault) => [$"The database cannot be reached: {OneLine(fault)}"],
        DbException => [$"The database refused: {OneLine(fault)} Is it migrated? Run --migrate."],
        _ => [OneLine(fault)],
    };

    private static string OneLine(Exception fault)
    {
        while (fault is not DbException && fault.InnerException is { } inner && Dependency.IsUnavailable(fault))
        {
            fault = inner;
        }

        return fault.Message.ReplaceLineEndings(" ").TrimEnd();
    }

    private static IEnumerable<string> Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? Path(parent).Append(command.Name) : [];
}
