using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>What is looked through before the first request: an error stops the start, a warning is logged.</summary>
internal static class StartupChecks
{
    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All => [.. KeyChecks.All, .. OfferChecks.All, .. SafeguardChecks.All, .. SurroundingChecks.All];

    /// <summary>Everything that is not as it must be.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(AttestoOptions options, IServiceProvider services, CancellationToken cancellationToken) =>
        [.. await KeyChecks.FindAsync(options, services, cancellationToken), .. FindBesidesKeys(options, services)];

    /// <summary>The same without the keys, which a start looks through before all else.</summary>
    public static IReadOnlyList<Finding> FindBesidesKeys(AttestoOptions options, IServiceProvider services)
    {
        var http = services.GetRequiredService<IOptions<AttestoHttpOptions>>().Value;
        return [.. OfferChecks.Find(options, services), .. SafeguardChecks.Find(options, http, services), .. SurroundingChecks.Find(options, http, services)];
    }
}
