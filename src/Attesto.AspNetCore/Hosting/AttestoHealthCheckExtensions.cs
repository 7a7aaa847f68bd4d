using Attesto.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the authorization server to a host's health checks.</summary>
public static class AttestoHealthCheckExtensions
{
    /// <summary>Adds a check that is healthy if a key signs and the stores answer.</summary>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddAttesto(this IHealthChecksBuilder builder, string name = "attesto") => builder.AddCheck<ReadinessCheck>(name);
}
