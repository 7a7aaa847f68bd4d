using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Attesto.Logout;

/// <summary>What the background of this process is to look after: notices that it may fetch from the store, and logouts that could not be noted there.</summary>
internal sealed class LogoutWork
{
    /// <summary>How many logouts are remembered while the store is away.</summary>
    public const int Capacity = 10_000;

    private readonly Channel<bool> _calls = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentQueue<UnnotedLogout> _unnoted = new();

    /// <summary>True once this process stops: what is due is still delivered, then the work ends.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>There is something to deliver.</summary>
    public void Call() => _calls.Writer.TryWrite(true);

    /// <summary>Waits for a call, but no longer than so: another node may have left something.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_calls.Reader.ReadAsync(patience.Token).AsTask(), Task.Delay(atMost, clock, patience.Token));
        await patience.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Remembers a logout that the store could not take: the session at the browser is gone, so nobody can ask for it again.</summary>
    /// <returns>False if there are too many.</returns>
    public bool TryRemember(UnnotedLogout logout)
    {
        if (_unnoted.Count >= Capacity)
        {
            return false;
        }

        _unnoted.Enqueue(logout);
        return true;
    }

    /// <summary>The logouts that were remembered, each once.</summary>
    public IReadOnlyList<UnnotedLogout> TakeUnnoted()
    {
        var taken = new List<UnnotedLogout>();
        while (_unnoted.TryDequeue(out var logout))
        {
            taken.Add(logout);
        }

        return taken;
    }

    public void Complete()
    {
        IsCompleted = true;
        Call();
    }
}

/// <summary>A session that ended while the store was away.</summary>
/// <param name="SessionId">The <c>sid</c>, or null.</param>
/// <param name="Subject">The <c>sub</c>, or null.</param>
/// <param name="Since">When it ended.</param>
internal sealed record UnnotedLogout(string? SessionId, string? Subject, DateTimeOffset Since);
