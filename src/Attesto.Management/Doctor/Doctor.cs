using System.Collections.Immutable;
using Attesto.AspNetCore;
using Microsoft.Extensions.Options;

namespace Attesto.Management;

/// <summary>Every check that a server is looked through for. Those of its start are the start's own.</summary>
internal static class Doctor
{
    private static readonly ServerCheck Opens = new(
        "keys.open", CheckSeverity.Error, "", "The keys can be opened.", "See what the message says of the file, the vault or the database.");

    /// <summary>The checks, in the order in which they run.</summary>
    public static ImmutableArray<ServerCheck> Checks { get; } = [.. OptionChecks.All, .. DatabaseChecks.All, Opens, .. StartupChecks.All, .. RotationChecks.All, .. LiveServer.All];

    /// <summary>Looks at the configuration, then at what it leads to. Options that are wrong leave nothing else to look at.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var (options, faults) = OptionChecks.Find(services);
        if (faults.Count > 0)
        {
            return faults;
        }

        var database = await DatabaseChecks.FindAsync(services, cancellationToken);
        try
        {
            return
            [
                .. database,
                .. await StartupChecks.FindAsync(options, services, cancellationToken),
                .. database.Count == 0 ? await RotationChecks.FindAsync(options, services, cancellationToken) : [],
            ];
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or OptionsValidationException))
        {
            return database.Count > 0 ? database : [Opens.Found($"The keys cannot be opened: {fault.Message}")];
        }
    }
}
