using Attesto.AspNetCore;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management;

/// <summary>The database: that it is there, what tables it has, what time it has.</summary>
internal static class DatabaseChecks
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30); // what nodes may differ by

    private static readonly ServerCheck Reached = new(
        "database.reached", CheckSeverity.Error, "", "The database can be reached.", "See ConnectionStrings:Attesto, and whether the database is up.");

    private static readonly ServerCheck Schema = new(
        "database.schema",
        CheckSeverity.Error,
        "",
        "The database has the tables of this version.",
        "Apply the migrations: --migrate, or dotnet ef database update.");

    private static readonly ServerCheck Model = new(
        "database.model", CheckSeverity.Error, "", "The host's conventions leave Attesto's tables alone.", "Except the entity types that the message names.");

    private static readonly ServerCheck Clock = new(
        "database.clock", CheckSeverity.Error, "RFC 7519 §4.1.4", "This node and the database have the same time.", "Let NTP set both clocks.");

    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All => [Reached, Schema, Model, Clock];

    /// <summary>What is wrong with it; a host without one has nothing to look at.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetService<ISchemaCheck>() is not { } schema)
        {
            return [];
        }

        try
        {
            await schema.CheckAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return [(Dependency.IsUnavailable(fault) ? Reached : fault.InnerException is null ? Model : Schema).Found(fault.Message)];
        }

        var set = await services.GetRequiredService<ISigningKeyStore>().ReadAsync(cancellationToken);
        var difference = services.GetRequiredService<TimeProvider>().GetUtcNow() - set.Now;
        return difference.Duration() <= Tolerance
            ? []
            : [Clock.Found($"This node is {difference.Duration():c} {(difference > TimeSpan.Zero ? "ahead of" : "behind")} the database")];
    }
}
