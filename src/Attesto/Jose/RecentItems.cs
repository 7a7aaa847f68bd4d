namespace Attesto.Jose;

/// <summary>Something that is kept because it may be asked for again.</summary>
/// <typeparam name="TKey">What it is found by.</typeparam>
internal interface IRecentItem<TKey>
    where TKey : allows ref struct
{
    /// <summary>True if it is what this key asks for.</summary>
    bool Matches(TKey key);
}

/// <summary>Keeps so many items at most, without a lock. An item has a few slots where it can stand; there it takes the place of one that was not used since
/// the last newcomer passed by. Safe to use from several threads.</summary>
/// <typeparam name="TKey">What an item is found by.</typeparam>
/// <typeparam name="TItem">The item.</typeparam>
/// <param name="capacity">How many are kept at most: a multiple of eight, or less than eight.</param>
internal sealed class RecentItems<TKey, TItem>(int capacity)
    where TKey : allows ref struct
    where TItem : class, IRecentItem<TKey>
{
    private readonly int _ways = Math.Min(8, capacity);
    private readonly Slot[] _slots = new Slot[capacity];
    private uint _hand;

    public TItem? Find(int hash, TKey key)
    {
        foreach (ref var slot in SlotsOf(hash))
        {
            if (slot.Hash == hash && Volatile.Read(ref slot.Item) is { } item && item.Matches(key))
            {
                slot.WasUsed = true;
                return item;
            }
        }

        return null;
    }

    /// <summary>Keeps an item.</summary>
    /// <returns>The one whose place it took, or null.</returns>
    public TItem? Keep(int hash, TItem item)
    {
        ref var slot = ref FindPlace(SlotsOf(hash));
        var displaced = Interlocked.Exchange(ref slot.Item, item);
        (slot.Hash, slot.WasUsed) = (hash, false); // until it is asked for again
        return displaced;
    }

    private ref Slot FindPlace(Span<Slot> slots)
    {
        foreach (ref var slot in slots)
        {
            if (slot.Item is null)
            {
                return ref slot;
            }
        }

        var start = Interlocked.Increment(ref _hand);
        for (var i = 0u; i < slots.Length; i++)
        {
            ref var slot = ref slots[(int)((start + i) % slots.Length)];
            if (!slot.WasUsed)
            {
                return ref slot;
            }

            slot.WasUsed = false;
        }

        return ref slots[(int)(start % slots.Length)];
    }

    private Span<Slot> SlotsOf(int hash) => _slots.AsSpan((int)((uint)hash % (uint)(_slots.Length / _ways)) * _ways, _ways);

    // What stands beside the item only hints: a torn write costs a search, never an answer.
    private struct Slot
    {
        public TItem? Item;
        public int Hash;
        public bool WasUsed;
    }
}
