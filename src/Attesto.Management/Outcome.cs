namespace Attesto.Management;

/// <summary>What came of a change: its result, or why nothing was changed.</summary>
internal readonly record struct Outcome<T>(T? Value, Refusal? Refusal)
    where T : class
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);
}

/// <summary>Why nothing was changed.</summary>
internal sealed record Refusal(string Message, RefusalKind Kind = RefusalKind.NotPossible)
{
    public static Refusal NoClient(string clientId) => new($"There is no client \"{clientId}\".", RefusalKind.NotThere);

    public static Refusal Changed(string clientId) => new($"The client \"{clientId}\" was changed by somebody else meanwhile. Read it again.", RefusalKind.Changed);
}

/// <summary>The kinds of <see cref="Refusal"/>.</summary>
internal enum RefusalKind
{
    /// <summary>It cannot be done to this one, whenever it is tried.</summary>
    NotPossible,

    /// <summary>There is no such thing.</summary>
    NotThere,

    /// <summary>There is such a thing already.</summary>
    Taken,

    /// <summary>It is not any more as it was when it was read.</summary>
    Changed,
}
