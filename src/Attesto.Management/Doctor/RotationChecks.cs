using Attesto.AspNetCore;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management;

/// <summary>The age of keys that the server rotates itself.</summary>
internal static class RotationChecks
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    private static readonly ServerCheck Overdue = new(
        "keys.overdue",
        CheckSeverity.Warning,
        "",
        "The next key is announced in time.",
        "See the log for why no node could announce it, or announce it: keys rotate.");

    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All => [Overdue];

    /// <summary>The keys that sign for longer than they are to, with no next one.</summary>
    public static async Task<IEnumerable<Finding>> FindAsync(AttestoOptions options, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (services.GetService<IKeyRotation>() is not { } rotation)
        {
            return [];
        }

        var (keys, now) = (await rotation.ListAsync(cancellationToken), services.GetRequiredService<TimeProvider>().GetUtcNow());
        return keys
            .Where(key => key.State is SigningKeyState.Signing && keys.All(next => next.Algorithm != key.Algorithm || next.State is not SigningKeyState.Announced))
            .Where(key => key.SignsFrom + options.KeyRotation.Interval - options.KeyRotation.Announcement + Tolerance < now)
            .Select(key => Overdue.Found($"The {key.Algorithm} key {key.KeyId} signs since {CommandOptions.Time(key.SignsFrom)}, and no next one is announced"));
    }
}
