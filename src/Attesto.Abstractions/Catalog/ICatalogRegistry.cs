using System.Collections.Immutable;

namespace Attesto;

/// <summary>The scopes, or the APIs, that the host keeps in its database, for whoever looks after them. Every node sees a change within a second.</summary>
/// <typeparam name="T"><see cref="HostScope"/> or <see cref="HostApi"/>.</typeparam>
public interface ICatalogRegistry<T>
    where T : class
{
    /// <summary>How many there may be of a kind: every node keeps all of them in memory.</summary>
    const int Most = 1000;

    /// <summary>Reads one.</summary>
    /// <param name="key">The name of the scope, or the URI of the API, as it is written.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>It, or null if there is none.</returns>
    Task<CatalogEntry<T>?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Lists all, by name or URI.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Them.</returns>
    Task<ImmutableArray<CatalogEntry<T>>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Adds one; of N racing calls for one name exactly one answers true.</summary>
    /// <param name="value">The scope or the API.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if there is one already.</returns>
    /// <exception cref="ClientDataException">Something in it is wrong, or there are <see cref="Most"/> already; nothing was written.</exception>
    Task<bool> TryAddAsync(T value, CancellationToken cancellationToken);

    /// <summary>Puts one in the place of that of the same name.</summary>
    /// <param name="value">It as it is to be.</param>
    /// <param name="version">The <see cref="CatalogEntry{T}.Version"/> that was read; a change that came between is not overwritten.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if there is none, or not in that version any more: read it again.</returns>
    /// <exception cref="ClientDataException">Something in it is wrong; nothing was written.</exception>
    Task<bool> ReplaceAsync(T value, Guid version, CancellationToken cancellationToken);

    /// <summary>Deletes one.</summary>
    /// <param name="key">The name of the scope, or the URI of the API.</param>
    /// <param name="version">The <see cref="CatalogEntry{T}.Version"/> that was read: one that was changed since is not deleted. Null for whatever is there.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if there is none, or not in that version any more.</returns>
    Task<bool> RemoveAsync(string key, Guid? version, CancellationToken cancellationToken);

    /// <summary>Lists clients of the host's own in the database that name it: in what they may ask for, or as what they get if they ask for nothing.</summary>
    /// <param name="key">The name of the scope, or the URI of the API.</param>
    /// <param name="size">How many at most.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The <c>client_id</c> of each. A wildcard in a client's scope names no scope.</returns>
    Task<ImmutableArray<string>> ListClientsAsync(string key, int size, CancellationToken cancellationToken);
}

/// <summary>A scope or an API as the database has it.</summary>
/// <typeparam name="T"><see cref="HostScope"/> or <see cref="HostApi"/>.</typeparam>
/// <param name="Value">The scope or the API.</param>
/// <param name="Version">Another one after each change.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="ChangedAt">When it was changed last.</param>
public sealed record CatalogEntry<T>(T Value, Guid Version, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt)
    where T : class;
