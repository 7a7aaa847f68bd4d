using System.Collections.Immutable;

namespace Attesto;

/// <summary>Which events are meant: those to which everything that is set applies. Nothing set means all.</summary>
public sealed record EventFilter
{
    /// <summary>The name of the event, such as <c>token_denied</c>; null for any.</summary>
    public string? Name { get; init; }

    /// <summary>The client; null for any.</summary>
    public string? ClientId { get; init; }

    /// <summary>The person that it is about, as the event has it; null for any.</summary>
    public string? Subject { get; init; }

    /// <summary>Who did it; null for any.</summary>
    public string? Actor { get; init; }

    /// <summary>Whom it is about or who did it: any of these, in either place; empty for any.</summary>
    public ImmutableArray<string> People { get; init; } = [];

    /// <summary>The first instant; null for the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The first instant that is not meant any more; null for no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether an event is meant.</summary>
    internal bool Matches(StoredEvent told) =>
        Is(Name, told.Name) && Is(ClientId, told.ClientId) && Is(Subject, told.Subject) && Is(Actor, told.Actor)
        && (People.IsDefaultOrEmpty || People.Any(person => Is(person, told.Subject) || Is(person, told.Actor)))
        && !(told.At < From) && !(told.At >= Until);

    private static bool Is(string? wanted, string? value) => wanted is null || string.Equals(wanted, value, StringComparison.Ordinal);
}
