using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attesto.Logout;

/// <summary>Brings the notices that wait in the store to their delivery, whichever node left them there.</summary>
/// <param name="work">What this process is to look after.</param>
/// <param name="scopes">Each look and each delivery has a scope of its own.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Told of a store that is away.</param>
internal sealed partial class LogoutQueue(LogoutWork work, IServiceScopeFactory scopes, TimeProvider clock, ILogger<LogoutQueue> logger)
{
    private const int Parallel = 32; // so many slow clients it takes to keep others waiting

    /// <summary>How often a node looks for what another one left.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>How long a notice is in one node's hands: longer than all that are claimed at once can take.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Delivers until this process stops and nothing is due, or until cancelled.</summary>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        var degree = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        return System.Threading.Tasks.Parallel.ForEachAsync(DueAsync(cancellationToken), degree, async (notice, stopping) =>
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<LogoutDelivery>().HandleAsync(notice, stopping);
        });
    }

    private async IAsyncEnumerable<LogoutNotice> DueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var claimed = await ClaimAsync(cancellationToken);
            foreach (var notice in claimed)
            {
                yield return notice;
            }

            if (claimed.IsEmpty && work.IsCompleted)
            {
                yield break;
            }

            if (claimed.IsEmpty)
            {
                await work.WaitAsync(Pause, clock, cancellationToken);
            }
        }
    }

    private async Task<ImmutableArray<LogoutNotice>> ClaimAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<BackchannelLogout>().NotifyRememberedAsync();
            return scope.ServiceProvider.GetService<ILogoutSessionStore>() is { } sessions
                ? await sessions.ClaimNoticesAsync(Parallel, clock.GetUtcNow() + Lease, cancellationToken)
                : [];
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogAway(exception);
            return [];
        }
    }

    [LoggerMessage(3005, LogLevel.Warning, "Logout notices cannot be read; they wait.")]
    private partial void LogAway(Exception exception);
}
