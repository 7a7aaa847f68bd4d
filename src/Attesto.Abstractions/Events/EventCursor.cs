using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Attesto;

/// <summary>Where a page of events ended. Its text may travel in a link: it holds no secret, and whatever is made of it stays within the filter.</summary>
/// <param name="At">The <see cref="StoredEvent.At"/> of the last event.</param>
/// <param name="Id">The last event.</param>
public sealed record EventCursor(DateTimeOffset At, Guid Id)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">Any text, or null.</param>
    /// <param name="cursor">The cursor.</param>
    /// <returns>True if the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EventCursor? cursor)
    {
        cursor = null;
        if (text?.Split('.') is not [var instant, var id]
            || !long.TryParse(instant, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTimeOffset.MaxValue.Ticks
            || !Guid.TryParseExact(id, "N", out var last))
        {
            return false;
        }

        cursor = new EventCursor(new DateTimeOffset(ticks, TimeSpan.Zero), last);
        return true;
    }

    /// <summary>The cursor as text of digits, letters and one dot.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}.{Id:N}");
}
