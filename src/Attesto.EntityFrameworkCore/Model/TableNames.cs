namespace Attesto.EntityFrameworkCore;

/// <summary>Names the tables. The prefix is part of the name, never a schema, and means the same to model, migration, stores and sweeper.</summary>
internal sealed class TableNames
{
    // The longest index name stays within the 63 bytes of a PostgreSQL identifier.
    private const int MaxPrefixLength = 24;

    private readonly string _prefix;

    public TableNames(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        _prefix = prefix.Length == 0 || IsWellFormed(prefix)
            ? prefix
            : throw new ArgumentException($"The table prefix '{prefix}' must match ^[a-z_][a-z0-9_]*$ and have at most {MaxPrefixLength} characters.", nameof(prefix));
    }

    public string Of(string name) => _prefix + name;

    private static bool IsWellFormed(string prefix) =>
        prefix.Length <= MaxPrefixLength
        && !char.IsAsciiDigit(prefix[0])
        && prefix.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
