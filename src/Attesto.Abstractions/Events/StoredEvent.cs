using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Attesto;

/// <summary>An event as it is kept: what of <see cref="ServerEvent.Metadata"/> many events have, in a member of its own. As in the event, there is no secret, code, token or
/// proof in it. Texts are as long as the members say at most; what is longer is cut off.</summary>
public sealed record StoredEvent
{
    private const int LongName = 64;
    private const int LongText = 256;
    private const int LongSubject = 255;
    private const int LongClientId = 2048;
    private const string ActorMember = "actor";
    private const string ReasonMember = "reason";
    private const string ClientIpMember = "client_ip";

    /// <summary>Its own, in about the order of time.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the sink was told of it, by the clock of its node.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The name of the event, such as <c>token_issued</c>; one of a newer version may be among them. At most 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The client, if one is known. At most 2048 characters.</summary>
    public string? ClientId { get; init; }

    /// <summary>The person or service that it is about, if one is known: of tokens the <c>sub</c>, of what is done here the host's own identifier. At most 255
    /// characters.</summary>
    public string? Subject { get; init; }

    /// <summary>Who did it, where that is not the client; or null. At most 255 characters.</summary>
    public string? Actor { get; init; }

    /// <summary>The granted scope; in a denial the requested one.</summary>
    public string? Scope { get; init; }

    /// <summary>The grant type; in a denial the raw value of the request. At most 256 characters.</summary>
    public string? GrantType { get; init; }

    /// <summary>What came of it: the error code of a denial, or <c>success</c> of a change. At most 256 characters.</summary>
    public string? Result { get; init; }

    /// <summary>In a denial, the check that failed. At most 256 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>The address that the request came from, if the event has it. At most 64 characters.</summary>
    public string? ClientIp { get; init; }

    /// <summary>The rest of <see cref="ServerEvent.Metadata"/> as a JSON object; null if there is none.</summary>
    public string? Details { get; init; }

    /// <summary>Makes of an event what is kept of it.</summary>
    /// <param name="told">The event.</param>
    /// <param name="at">When.</param>
    /// <returns>What is kept.</returns>
    public static StoredEvent Of(ServerEvent told, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(told);
        return new StoredEvent
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            Name = EventNames.Of(told.Name),
            ClientId = Cut(told.ClientId, LongClientId),
            Subject = Cut(told.Subject, LongSubject),
            Actor = Cut(Text(told, ActorMember), LongSubject),
            Scope = Cut(told.Scope, int.MaxValue),
            GrantType = Cut(told.GrantType, LongText),
            Result = Cut(told.Result, LongText),
            Reason = Cut(Text(told, ReasonMember), LongText),
            ClientIp = Cut(Text(told, ClientIpMember), LongName),
            Details = DetailsOf(told),
        };
    }

    private static string? Text(ServerEvent told, string member) => told.Metadata.GetValueOrDefault(member) switch
    {
        null => null,
        string text => text,
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static string? DetailsOf(ServerEvent told)
    {
        var rest = told.Metadata.Where(detail => detail is { Key: not (ActorMember or ReasonMember or ClientIpMember), Value: not null })
            .OrderBy(detail => detail.Key, StringComparer.Ordinal).ToList();
        return rest.Count == 0 ? null : new JsonObject(rest.Select(detail => KeyValuePair.Create(detail.Key, Node(detail.Value)))).ToJsonString();
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(Cut(text, int.MaxValue)),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        double number when double.IsFinite(number) => JsonValue.Create(number),
        IEnumerable<KeyValuePair<string, object?>> map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Node(member.Value)))),
        IEnumerable<KeyValuePair<string, string>> map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Node(member.Value)))),
        IEnumerable<object?> list => new JsonArray([.. list.Select(Node)]),
        _ => JsonValue.Create(Cut(Convert.ToString(value, CultureInfo.InvariantCulture), int.MaxValue)),
    };

    // What every database takes: no NUL, and no half of a surrogate pair.
    private static string? Cut(string? text, int length) =>
        text is null ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Length > length ? text[..length] : text)).Replace('\0', '\ufffd');
}
