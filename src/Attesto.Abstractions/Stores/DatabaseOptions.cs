namespace Attesto;

/// <summary>Settings of the stores in a database.</summary>
public sealed class DatabaseOptions
{
    /// <summary>How the data-protection keys lie in the database. Outside Development the start fails if they are to be protected and nothing protects
    /// them.</summary>
    public KeysAtRest KeysAtRest { get; set; }

    /// <summary>How often expired rows are deleted from the database; null leaves that to somebody else. No answer ever depends on it.</summary>
    public TimeSpan? SweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long events are kept where the host keeps them in its database (<c>AddAttestoEvents</c>): older ones are deleted with what expired. Null keeps them for
    /// ever. They name people and addresses, so keep no more than somebody needs.</summary>
    public TimeSpan? KeepEventsFor { get; set; } = TimeSpan.FromDays(90);
}
