using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Attesto;

/// <summary>Where a page of clients ended. Its text may travel in a link.</summary>
/// <param name="Section">The part of the list: a <see cref="IClientCatalog"/> numbers its parts from zero.</param>
/// <param name="Position">Where in it the page ended: 1 to 255 decimal digits.</param>
public sealed record ClientCursor(int Section, string Position)
{
    private const int MaxLength = 255;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">Any text, or null.</param>
    /// <param name="cursor">The cursor.</param>
    /// <returns>True if the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ClientCursor? cursor)
    {
        cursor = text?.Split('.') is [[var section and >= '0' and <= '9'], { Length: > 0 and <= MaxLength } position] && position.All(char.IsAsciiDigit)
            ? new ClientCursor(section - '0', position)
            : null;
        return cursor is not null;
    }

    /// <summary>The cursor as text of digits and one dot.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Section}.{Position}");
}
