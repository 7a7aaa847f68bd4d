namespace Attesto.Testing;

/// <summary>A clock that moves only when told to. It starts at a whole second, which every database stores exactly.</summary>
/// <param name="now">The first instant; 2026-01-01 by default.</param>
public sealed class FakeClock(DateTimeOffset? now = null) : TimeProvider
{
    private long _ticks = (now ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).UtcTicks;

    /// <summary>The present instant.</summary>
    public DateTimeOffset Now => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Moves the clock; a negative span moves it back, as a node with a wrong clock would.</summary>
    /// <param name="by">How far.</param>
    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
