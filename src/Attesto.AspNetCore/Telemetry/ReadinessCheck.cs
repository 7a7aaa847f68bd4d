using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Attesto.AspNetCore;

/// <summary>Healthy if a key signs and the stores answer: what every token request needs.</summary>
internal sealed class ReadinessCheck(IServiceScopeFactory scopes) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<IKeystore>().FindSigningCredentialsAsync(null, cancellationToken) is null)
            {
                return new HealthCheckResult(context.Registration.FailureStatus, "no key signs");
            }

            await scope.ServiceProvider.GetRequiredService<IPushedRequestStore>().FindAsync(TokenHash.Of("health"), cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "the keys or the stores cannot be reached", e);
        }
    }
}
