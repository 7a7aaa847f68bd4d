namespace Attesto.Management;

/// <summary>What came of a change: its result, or why nothing was changed.</summary>
internal readonly record struct Outcome<T>(T? Value, Refusal? Refusal)
    where T : class
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);
}

/// <summary>Why nothing was changed.</summary>
internal sealed record Refusal(string Message)
{
    public static Refusal NoClient(string clientId) => new($"There is no client \"{clientId}\".");

    public static Refusal Changed(string clientId) => new($"The client \"{clientId}\" was changed by somebody else meanwhile. Read it again.");
}
