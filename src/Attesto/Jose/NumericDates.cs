using System.Runtime.InteropServices;
using System.Text.Json;

namespace Attesto.Jose;

/// <summary>The times of a JWT in whole Unix seconds (RFC 7519 §2, NumericDate); null for those that it has not. None lies outside the years 1970 to
/// 9999, so whoever adds or subtracts a lifetime cannot overflow.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NumericDates(long? Expires, long? IssuedAt, long? NotBefore, long? AuthTime)
{
    private const long Max = 253402300799; // the last second of the year 9999: what a DateTimeOffset holds

    /// <summary>Reads a NumericDate; false for anything but an integer in range.</summary>
    public static bool TryRead(JsonElement json, out long? seconds)
    {
        seconds = json.ValueKind is JsonValueKind.Number && json.TryGetInt64(out var value) && value is >= 0 and <= Max ? value : null;
        return seconds is not null;
    }
}
