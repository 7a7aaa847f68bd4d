namespace Attesto.AspNetCore;

/// <summary>How many requests may be under way to one host: one that hangs keeps its own callers waiting, and nobody else's.</summary>
/// <param name="perHost">How many.</param>
internal sealed class HostSlots(int perHost)
{
    private readonly Dictionary<string, Slot> _slots = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits for a place.</summary>
    /// <param name="host">The host.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The place, to be given back.</returns>
    public async Task<IDisposable> EnterAsync(string host, CancellationToken cancellationToken)
    {
        var slot = Join(host);
        try
        {
            await slot.Places.WaitAsync(cancellationToken);
            return new Place(this, slot);
        }
        catch
        {
            Leave(slot);
            throw;
        }
    }

    private Slot Join(string host)
    {
        lock (_slots)
        {
            if (!_slots.TryGetValue(host, out var slot))
            {
                _slots[host] = slot = new Slot(host, new SemaphoreSlim(perHost));
            }

            slot.Users++;
            return slot;
        }
    }

    // A host that nobody waits for takes no memory: strangers name as many as they like.
    private void Leave(Slot slot)
    {
        lock (_slots)
        {
            if (--slot.Users == 0)
            {
                _slots.Remove(slot.Host);
                slot.Places.Dispose();
            }
        }
    }

    private sealed record Slot(string Host, SemaphoreSlim Places)
    {
        public int Users { get; set; }
    }

    private sealed class Place(HostSlots slots, Slot slot) : IDisposable
    {
        public void Dispose()
        {
            slot.Places.Release();
            slots.Leave(slot);
        }
    }
}
