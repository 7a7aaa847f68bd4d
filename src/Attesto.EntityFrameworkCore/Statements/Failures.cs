using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;

namespace Attesto.EntityFrameworkCore;

/// <summary>Keeps EF Core from writing down as a failure each statement that lost a conflict and is tried again. One that fails in the end is an exception, and
/// whoever asked for it, an endpoint or a background service, logs that once.</summary>
internal static class Failures
{
    private static readonly EventId[] Events = [RelationalEventId.CommandError, RelationalEventId.NonQueryOperationFailed];

    /// <summary>Moves those events to Debug, unless the host has said what becomes of them, or the context is one of the host's that has the tables by its
    /// options: there the log is the host's.</summary>
    public static void Configure(DbContextOptionsBuilder context)
    {
        if (context.Options.FindExtension<TablesExtension>() is null)
        {
            var set = context.Options.FindExtension<CoreOptionsExtension>()?.WarningsConfiguration;
            context.ConfigureWarnings(warnings => warnings.Log(
                [.. Events.Where(id => set?.GetBehavior(id) is null && set?.GetLevel(id) is null).Select(id => (id, LogLevel.Debug))]));
        }
    }
}
