namespace Attesto;

/// <summary>Settings of the stores in a database.</summary>
public sealed class DatabaseOptions
{
    /// <summary>How the data-protection keys lie in the database. Outside Development the start fails if they are to be protected and nothing protects
    /// them.</summary>
    public KeysAtRest KeysAtRest { get; set; }

    /// <summary>How often expired rows are deleted from the database; null leaves that to somebody else. No answer ever depends on it.</summary>
    public TimeSpan? SweepInterval { get; set; } = TimeSpan.FromMinutes(1);
}
