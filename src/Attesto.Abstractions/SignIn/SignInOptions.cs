namespace Attesto;

/// <summary>How many wrong passwords may be tried at the host's sign-in page, over all nodes together. Right ones are never counted. Whoever has signed in
/// from a browser before keeps an allowance of that browser's own, so that an attack on the account does not lock its owner out.</summary>
public sealed class SignInOptions
{
    /// <summary>How many wrong passwords one address, or one browser that is known, may try for one name within <see cref="FailureWindow"/>.</summary>
    public int MaxFailures { get; set; } = 10;

    /// <summary>How many wrong passwords all addresses together may try for one name within <see cref="FailureWindow"/>.</summary>
    public int MaxFailuresPerName { get; set; } = 100;

    /// <summary>How many wrong passwords one address may try for all names together within <see cref="FailureWindow"/>.</summary>
    public int MaxFailuresPerAddress { get; set; } = 100;

    /// <summary>How long wrong passwords are remembered: windows of this length follow one another on the clock, the same on every node. At most a day.</summary>
    public TimeSpan FailureWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the answer to a wrong password takes at least, so that one for a name that does not exist comes no sooner. Zero switches it off;
    /// at most 10 seconds.</summary>
    public TimeSpan FailureTime { get; set; } = TimeSpan.FromMilliseconds(500);
}
