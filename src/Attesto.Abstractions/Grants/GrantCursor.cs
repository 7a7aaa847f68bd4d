using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Attesto;

/// <summary>Where a page of grants ended. Its text may travel in a link: it holds no secret, and whatever is made of it stays within the filter.</summary>
/// <param name="CreatedAt">The <see cref="Grant.CreatedAt"/> of the last grant.</param>
/// <param name="Id">The last grant.</param>
public sealed record GrantCursor(DateTimeOffset CreatedAt, GrantId Id)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">Any text, or null.</param>
    /// <param name="cursor">The cursor.</param>
    /// <returns>True if the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out GrantCursor? cursor)
    {
        cursor = null;
        if (text?.Split('.') is not [var instant, var id]
            || !long.TryParse(instant, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTimeOffset.MaxValue.Ticks
            || !GrantId.TryParse(id, out var grantId))
        {
            return false;
        }

        cursor = new GrantCursor(new DateTimeOffset(ticks, TimeSpan.Zero), grantId);
        return true;
    }

    /// <summary>The cursor as text of digits, letters, <c>-</c>, <c>_</c> and one dot.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CreatedAt.UtcTicks}.{Id}");
}
