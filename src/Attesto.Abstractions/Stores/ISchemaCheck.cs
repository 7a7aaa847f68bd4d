namespace Attesto;

/// <summary>Finds out whether a store's database is there and has what this version needs.</summary>
internal interface ISchemaCheck
{
    /// <summary>Looks, and changes nothing.</summary>
    /// <exception cref="InvalidOperationException">It cannot be reached, lacks a table or a column, or the host's model of it does not fit; the message says what
    /// mends it.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}
