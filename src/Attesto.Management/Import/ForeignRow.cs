using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attesto.Management;

/// <summary>A row of another server's table. A column that its version of the schema lacks is as one without a value.</summary>
internal sealed class ForeignRow(DbDataReader reader)
{
    private readonly Dictionary<string, object?> _values = Enumerable.Range(0, reader.FieldCount).ToDictionary(
        reader.GetName, column => reader.IsDBNull(column) ? null : reader.GetValue(column), StringComparer.OrdinalIgnoreCase);

    public string? Text(string column) =>
        _values.GetValueOrDefault(column) is { } value && Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

    /// <summary>A truth value, which SQLite keeps as a number.</summary>
    public bool Flag(string column, bool otherwise = false) => _values.GetValueOrDefault(column) switch
    {
        null => otherwise,
        bool flag => flag,
        var number => Convert.ToInt64(number, CultureInfo.InvariantCulture) != 0,
    };

    public long? Number(string column) => _values.GetValueOrDefault(column) is { } value ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : null;

    /// <summary>An instant; one without a zone is UTC, as both servers write it.</summary>
    public DateTimeOffset? Time(string column) => _values.GetValueOrDefault(column) switch
    {
        null => null,
        DateTimeOffset instant => instant.ToUniversalTime(),
        DateTime instant => new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc)),
        var text => DateTimeOffset.TryParse(
            Convert.ToString(text, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : null,
    };

    /// <summary>A JSON array of texts.</summary>
    public IReadOnlyList<string> List(string column) => Json(column) is JsonArray list ? [.. list.OfType<JsonValue>().Select(value => $"{value}")] : [];

    /// <summary>A JSON object; empty if there is none.</summary>
    public JsonObject Object(string column) => Json(column) as JsonObject ?? [];

    private JsonNode? Json(string column)
    {
        try
        {
            return Text(column) is { } text ? JsonNode.Parse(text) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
