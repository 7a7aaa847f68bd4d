using Attesto.Management;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Commands of a host that has an authorization server.</summary>
public static class AttestoCommandExtensions
{
    /// <summary>Runs the command that the arguments name, such as <c>clients list</c>: settings of the host may stand before it. The host is not started, and
    /// listens nowhere. <c>help</c> lists the commands.</summary>
    /// <param name="app">The host, built and not started.</param>
    /// <param name="args">The arguments of the process.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    /// <returns>The exit code: 0 done, 1 failed, 2 wrongly used; null if the arguments name no command, and the host is to start.</returns>
    public static async Task<int?> RunAttestoCommandAsync(this WebApplication app, string[] args, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(args);
        if (CommandLine.Find(args) is not { } words)
        {
            return null;
        }

        LeaveStandardOutput(app.Services);
        var terminal = new Terminal(Console.Out, Console.Error, Console.IsInputRedirected ? null : Console.In);
        return await new CommandLine(app.Services, terminal).RunAsync(words, cancellationToken);
    }

    // What a command answers is for a pipe: what the host logs goes to the other stream. Statements that fail are told in one sentence by the command itself.
    private static void LeaveStandardOutput(IServiceProvider services)
    {
        if (services.GetService<IOptionsMonitor<ConsoleLoggerOptions>>() is { } console)
        {
            console.CurrentValue.LogToStandardErrorThreshold = LogLevel.Trace;
        }

        services.GetService<IOptionsMonitor<LoggerFilterOptions>>()?.CurrentValue.Rules.Add(new LoggerFilterRule(null, "Microsoft.EntityFrameworkCore", LogLevel.None, null));
    }
}
