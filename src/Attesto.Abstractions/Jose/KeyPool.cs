using System.Collections.Concurrent;

namespace Attesto.Jose;

/// <summary>Key objects of the platform, which are not for several threads at once, kept for reuse: importing a key costs more than a signature.</summary>
internal sealed class KeyPool<TKey>(Func<TKey> import)
    where TKey : class, IDisposable
{
    private static readonly int Capacity = Environment.ProcessorCount;

    private TKey? _first;
    private ConcurrentQueue<TKey>? _more; // made when two threads meet; most keys never need it

    public TKey Rent() => Interlocked.Exchange(ref _first, null) ?? (_more is { } more && more.TryDequeue(out var key) ? key : import());

    public void Return(TKey key)
    {
        if (Interlocked.CompareExchange(ref _first, key, null) is null)
        {
            return;
        }

        var more = _more ?? Interlocked.CompareExchange(ref _more, new(), null) ?? _more;
        if (more.Count < Capacity)
        {
            more.Enqueue(key);
        }
        else
        {
            key.Dispose();
        }
    }

    public void Release() => Interlocked.Exchange(ref _first, null)?.Dispose();
}
