using System.Threading.Channels;

namespace Attesto.Logout;

/// <summary>Where notices wait for their delivery, off the path of the request.</summary>
internal interface ILogoutNotices
{
    /// <summary>Adds a notice and returns at once.</summary>
    /// <param name="notice">The notice.</param>
    /// <returns>False if the queue is full or completed.</returns>
    bool TryAdd(LogoutNotice notice);
}

/// <summary>A client that is to hear of the end of a session (OpenID Connect Back-Channel Logout §2.5).</summary>
/// <param name="ClientId">The client.</param>
/// <param name="Uri">Its <c>backchannel_logout_uri</c>.</param>
/// <param name="Subject">The <c>sub</c>.</param>
/// <param name="SessionId">The <c>sid</c>, or null.</param>
internal sealed record LogoutNotice(string ClientId, string Uri, string Subject, string? SessionId);

/// <summary>A bounded queue in this process. A client that never answers holds up one delivery at a time, never a request and never the memory.</summary>
internal sealed class LogoutNotices : ILogoutNotices
{
    /// <summary>How many notices may wait.</summary>
    public const int Capacity = 10_000;

    private readonly Channel<LogoutNotice> _notices = Channel.CreateBounded<LogoutNotice>(Capacity); // a full one refuses TryWrite
    private long _dropped;

    /// <summary>How many notices wait.</summary>
    public int Count => _notices.Reader.Count;

    /// <summary>How many notices were refused because the queue was full or completed.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public bool TryAdd(LogoutNotice notice)
    {
        if (_notices.Writer.TryWrite(notice))
        {
            return true;
        }

        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Takes no more notices: what waits is still read, and the reading ends. Their sessions are gone from the store, so no other node would tell the clients.</summary>
    public void Complete() => _notices.Writer.TryComplete();

    /// <summary>The notices as they come, until the queue is completed and empty, or the reading is cancelled.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The sequence.</returns>
    public IAsyncEnumerable<LogoutNotice> ReadAllAsync(CancellationToken cancellationToken) => _notices.Reader.ReadAllAsync(cancellationToken);
}
