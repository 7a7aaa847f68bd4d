using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.Management;

/// <summary>Which events a request means.</summary>
internal sealed class EventQuery
{
    [FromQuery(Name = "name"), Description("The name of the event, such as token_denied.")]
    public string? Name { get; init; }

    [FromQuery(Name = "clientId"), Description("The client.")]
    public string? ClientId { get; init; }

    [FromQuery(Name = "subject"), Description("The person that it is about, as the event has it: of tokens the sub.")]
    public string? Subject { get; init; }

    [FromQuery(Name = "actor"), Description("Who did it.")]
    public string? Actor { get; init; }

    [FromQuery(Name = "from"), Description("The first instant (RFC 3339).")]
    public string? From { get; init; }

    [FromQuery(Name = "until"), Description("The first instant that is not meant any more (RFC 3339).")]
    public string? Until { get; init; }

    /// <summary>The filter that it stands for.</summary>
    /// <exception cref="ClientDataException">Something in it is malformed, or there is no such event.</exception>
    public EventFilter ToFilter() => new()
    {
        Name = string.IsNullOrEmpty(Name) || EventNames.All.Contains(Name, StringComparer.Ordinal)
            ? RequestQuery.Checked(Name, "name")
            : throw new ClientDataException([new ClientDataFault("name", $"must be one of {string.Join(", ", EventNames.All)}.")]),
        ClientId = RequestQuery.Checked(ClientId, "clientId"),
        Subject = RequestQuery.Checked(Subject, "subject"),
        Actor = RequestQuery.Checked(Actor, "actor"),
        From = InstantOf(From, "from"),
        Until = InstantOf(Until, "until"),
    };

    private static DateTimeOffset? InstantOf(string? text, string field) =>
        string.IsNullOrEmpty(text) ? null :
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant) ? instant :
        throw new ClientDataException([new ClientDataFault(field, "must be an instant, such as 2026-11-27T10:00:00Z.")]);
}
