namespace Attesto.Guesses;

/// <summary>The guesses of one visitor in one window, as numbered slots. The replay store lets each be taken once, by whichever node comes first.</summary>
/// <param name="kind">What is guessed, so that slots of different kinds never collide.</param>
/// <param name="visitor">Who guesses.</param>
/// <param name="end">When the window ends.</param>
internal sealed class GuessWindow(string kind, string visitor, DateTimeOffset end)
{
    private readonly Lock _lock = new();
    private int _next; // the slots below it are taken, by this node or by another
    private int _unused; // slots that this node took for guesses that were right

    /// <summary>Takes a slot: one that is unused here, else the next one that no node has taken.</summary>
    public async Task<bool> TryTakeAsync(IReplayStore slots, int count, CancellationToken cancellationToken)
    {
        while (TryDraw(count, out var slot))
        {
            if (slot is not { } number || await TryAddAsync(slots, number, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The guess was right: its slot serves this node again.</summary>
    public void GiveBack()
    {
        lock (_lock)
        {
            _unused++;
        }
    }

    private async Task<bool> TryAddAsync(IReplayStore slots, int slot, CancellationToken cancellationToken)
    {
        try
        {
            return await slots.TryAddAsync(TokenHash.Of($"{kind}\n{end.UtcTicks}\n{slot}\n{visitor}"), end, cancellationToken);
        }
        catch
        {
            // An outage tells nothing about the slot: it is asked for again, or a person who tries on would run out of guesses without having made one.
            lock (_lock)
            {
                _next = Math.Min(_next, slot);
            }

            throw;
        }
    }

    private bool TryDraw(int count, out int? slot)
    {
        lock (_lock)
        {
            slot = _unused > 0 ? null : _next;
            if (slot >= count)
            {
                return false;
            }

            (_unused, _next) = slot is null ? (_unused - 1, _next) : (_unused, _next + 1);
            return true;
        }
    }
}
