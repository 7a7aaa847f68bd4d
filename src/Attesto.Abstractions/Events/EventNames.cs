using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Attesto;

/// <summary>The names of events as they are written, such as <c>token_issued</c>.</summary>
internal static class EventNames
{
    /// <summary>All of them, in the order of <see cref="EventName"/>.</summary>
    public static ImmutableArray<string> All { get; } = [.. Enum.GetNames<EventName>().Select(Written)];

    public static string Of(EventName name) => All[(int)name];

    private static string Written(string member) => typeof(EventName).GetField(member)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()!.Name;
}
