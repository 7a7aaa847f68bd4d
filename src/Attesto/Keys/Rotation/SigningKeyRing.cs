using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Keys;

/// <summary>The rotating keys as this node knows them: read from the store every few seconds, and used in between by the store's clock. No request waits for the
/// store but the first, and one that comes when it could not be read for an hour.</summary>
internal sealed class SigningKeyRing(IServiceScopeFactory scopes, KeyMaker maker, OpenedSigningKeys opened, RotationPlan plan, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile Known? _known;

    /// <summary>What was read, and when by this node's two clocks: the monotonic one stands still while a machine sleeps, and the other may be set.</summary>
    private sealed record Known(KeySchedule Schedule, DateTimeOffset Now, long Timestamp, DateTimeOffset ReadAt, KeyView View)
    {
        public TimeSpan Age(TimeProvider clock)
        {
            var (elapsed, passed) = (clock.GetElapsedTime(Timestamp), clock.GetUtcNow() - ReadAt);
            return elapsed > passed ? elapsed : passed;
        }
    }

    /// <summary>What signs and is published now.</summary>
    public async ValueTask<KeyView> GetAsync(CancellationToken cancellationToken)
    {
        // After that long another node may sign with a key that this one does not know: rather no answer than one that nobody can verify.
        if (_known is not { } known || known.Age(clock) >= RotationPlan.StaleAfter)
        {
            known = await ReadAsync(known => known.Age(clock) < RotationPlan.StaleAfter, cancellationToken);
        }

        var now = known.Now + known.Age(clock);
        if (now < known.View.ChangesAt)
        {
            return known.View;
        }

        var view = new KeyView(known.Schedule, opened, now);
        Interlocked.CompareExchange(ref _known, known with { View = view }, known);
        return view;
    }

    /// <summary>Reads the keys, and makes those that are due.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => ReadAsync(static _ => false, cancellationToken);

    /// <summary>How the rotation goes, as far as this node knows; null before the first read.</summary>
    public RotationHealth? Health()
    {
        if (_known is not { } known)
        {
            return null;
        }

        var age = known.Age(clock);
        return new(age, opened.Fault, [.. plan.Algorithms.Select(algorithm => (algorithm, plan.OverdueAt(known.Schedule, algorithm, known.Now + age)))]);
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Known> ReadAsync(Func<Known, bool> suffices, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_known is { } known && suffices(known))
            {
                return known;
            }

            await using var scope = scopes.CreateAsyncScope();
            var (timestamp, readAt) = (clock.GetTimestamp(), clock.GetUtcNow());
            var set = await maker.ReadAsync(scope.ServiceProvider.GetRequiredService<ISigningKeyStore>(), cancellationToken);
            await opened.RenewAsync(set.Keys, cancellationToken);
            var schedule = plan.Schedule(set.Keys);
            return _known = new(schedule, set.Now, timestamp, readAt, new KeyView(schedule, opened, set.Now));
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>How the rotation goes at one node.</summary>
/// <param name="Age">When the keys were read last.</param>
/// <param name="Fault">Why a private key could not be opened, or null.</param>
/// <param name="Overdue">By how much the rotation of each algorithm is late.</param>
internal sealed record RotationHealth(TimeSpan Age, string? Fault, IReadOnlyList<(string Algorithm, TimeSpan By)> Overdue);
