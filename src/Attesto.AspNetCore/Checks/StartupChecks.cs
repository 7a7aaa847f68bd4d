using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>What is looked through before the first request: an error stops the start, a warning is logged.</summary>
internal static class StartupChecks
{
    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All => [.. KeyChecks.All, .. OfferChecks.All, .. SafeguardChecks.All, .. SurroundingChecks.All];

    /// <summary>Everything that is not as it must be.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(AttestoOptions options, IServiceProvider services, CancellationToken cancellationToken)
    {
        var http = services.GetRequiredService<IOptions<AttestoHttpOptions>>().Value;
        return
        [
            .. await KeyChecks.FindAsync(options, services, cancellationToken),
            .. OfferChecks.Find(options, services),
            .. SafeguardChecks.Find(options, http, services),
            .. SurroundingChecks.Find(options, http, services),
        ];
    }
}
