using System.Globalization;

namespace Attesto.Management;

/// <summary>Events as lines of CSV (RFC 4180) that no spreadsheet takes for formulas.</summary>
internal static class EventCsv
{
    /// <summary>The first line.</summary>
    public static string Head { get; } = Line(["at", "event", "subject", "client_id", "actor", "scope", "grant_type", "result", "reason", "client_ip", "details"]);

    public static string LineOf(StoredEvent told) => Line(
    [
        told.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture), told.Name, told.Subject, told.ClientId, told.Actor, told.Scope, told.GrantType, told.Result, told.Reason,
        told.ClientIp, EventEntry.Of(told).DetailsInOneLine(),
    ]);

    private static string Line(IEnumerable<string?> cells) => $"{string.Join(',', cells.Select(Cell))}\r\n";

    // What begins like a formula is run by spreadsheets, also in full width (OWASP CSV Injection).
    private static string Cell(string? text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uff1d' or '\uff0b' or '\uff0d' or '\uff20', ..] ? $"'{text}" : text ?? "";
        return safe.AsSpan().ContainsAny("\",\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
