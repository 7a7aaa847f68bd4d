using Attesto.EntityFrameworkCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Shows a sweeper that falls behind.</summary>
public static class AttestoSweeperHealthCheckExtensions
{
    /// <summary>Adds a check that is degraded while expired rows wait for more than an hour on this node. It never says unhealthy: no answer depends on the sweeper.</summary>
    /// <param name="builder">What <c>AddHealthChecks</c> returned.</param>
    /// <param name="name">The name of the check.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddAttestoSweeper(this IHealthChecksBuilder builder, string name = "attesto-sweeper")
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddCheck<SweeperCheck>(name);
    }
}
