using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Attesto.EntityFrameworkCore;

/// <summary>Degraded while expired rows wait for more than an hour: nothing fails yet, but the tables grow.</summary>
internal sealed class SweeperCheck : IHealthCheck
{
    private static readonly TimeSpan Tolerable = TimeSpan.FromHours(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (table, age) = SweeperMetrics.Backlog;
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["backlog_age_seconds"] = (long)age.TotalSeconds };
        return Task.FromResult(age < Tolerable
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"the sweeper is {age.TotalHours:F1} hours behind in {table}"), data: data));
    }
}
