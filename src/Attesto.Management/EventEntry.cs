using System.Text.Json.Nodes;

namespace Attesto.Management;

/// <summary>An event as the API, the commands and the files show it: <see cref="StoredEvent"/>.</summary>
internal sealed record EventEntry
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Name { get; init; }

    public string? Subject { get; init; }

    public string? ClientId { get; init; }

    public string? Actor { get; init; }

    public string? Scope { get; init; }

    public string? GrantType { get; init; }

    public string? Result { get; init; }

    public string? Reason { get; init; }

    public string? ClientIp { get; init; }

    public JsonObject? Details { get; init; }

    public static EventEntry Of(StoredEvent told) => new()
    {
        Id = told.Id,
        At = told.At,
        Name = told.Name,
        Subject = told.Subject,
        ClientId = told.ClientId,
        Actor = told.Actor,
        Scope = told.Scope,
        GrantType = told.GrantType,
        Result = told.Result,
        Reason = told.Reason,
        ClientIp = told.ClientIp,
        Details = told.Details is { } details ? JsonNode.Parse(details) as JsonObject : null,
    };

    /// <summary>All that has no member of its own, such as <c>change=disabled</c>; possibly empty.</summary>
    public string DetailsInOneLine() => string.Join(' ', (Details ?? []).Select(detail => $"{detail.Key}={TextOf(detail.Value)}"));

    private static string? TextOf(JsonNode? value) => value is JsonValue text && text.TryGetValue(out string? plain) ? plain : value?.ToJsonString(ManagementJson.Options);
}
