namespace Attesto;

/// <summary>Settings of the device grant (RFC 8628).</summary>
public sealed class DeviceOptions
{
    /// <summary>Offers the device grant.</summary>
    public bool Enabled { get; set; }

    /// <summary>How long the person has to enter the code.</summary>
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How far apart a device's polls must be (RFC 8628 §3.2). A poll that is a fifth of it early, at most a second, is in time.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Lets public clients start without a DPoP proof. Their tokens are then anyone's who sees them; for devices that cannot do better.</summary>
    public bool AllowPublicClientsWithoutDpop { get; set; }

    /// <summary>How many wrong user codes one person may enter within <see cref="GuessWindow"/>, over all nodes together (RFC 8628 §5.1).</summary>
    public int MaxGuesses { get; set; } = 10;

    /// <summary>How long wrong user codes are remembered: windows of this length follow one another on the clock, the same on every node. At most a day.</summary>
    public TimeSpan GuessWindow { get; set; } = TimeSpan.FromMinutes(5);
}
