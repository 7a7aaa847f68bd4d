using Attesto.Keys;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Attesto.AspNetCore;

/// <summary>Degraded while the keys need somebody's attention: long before tokens cannot be signed or verified.</summary>
internal sealed class KeyRotationCheck(SigningKeyRing ring) : IHealthCheck
{
    private static readonly TimeSpan LongestAge = TimeSpan.FromMinutes(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var concern = ring.Health() switch
        {
            null => "the signing keys were not read yet",
            { Age: var age } when age > LongestAge => $"the signing keys could not be read for {age:hh\\:mm\\:ss}",
            { Fault: { } fault } => fault,
            { Overdue: var keys } => keys.Where(key => key.By > RotationPlan.Tolerance)
                .Select(key => $"the rotation of the {key.Algorithm} key is overdue by {key.By:d\\.hh\\:mm}")
                .FirstOrDefault(),
        };
        return Task.FromResult(concern is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(concern));
    }
}
