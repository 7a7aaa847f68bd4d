namespace Attesto.EntityFrameworkCore;

/// <summary>What the rows of scopes and of APIs have in common.</summary>
internal abstract class CatalogRow
{
    /// <summary>Of the name or the URI.</summary>
    public TokenHash Hash { get; set; }

    /// <summary>All but the name or the URI.</summary>
    public string Document { get; set; } = "";

    public Guid Version { get; set; }

    public DateTime CreatedAt { get; set; }

    public DateTime ChangedAt { get; set; }
}

/// <summary>How a row says what it is the row of.</summary>
/// <typeparam name="TRow">The row.</typeparam>
/// <typeparam name="T">What it keeps.</typeparam>
internal interface ICatalogRow<TRow, T>
    where TRow : CatalogRow
    where T : class
{
    static abstract string KeyOf(T value);

    static abstract TRow Of(T value);

    /// <summary>True if a client names what has this name or URI.</summary>
    static abstract bool IsNamedBy(Client client, string key);

    T Read();
}
