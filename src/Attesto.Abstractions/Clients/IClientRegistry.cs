using System.Collections.Immutable;

namespace Attesto;

/// <summary>The host's own clients where they live in its database, for whoever looks after them. Every node sees a change within a second.
/// <see cref="IClientCatalog"/> lists those of every other kind as well, and searches.</summary>
public interface IClientRegistry
{
    /// <summary>Reads a client from the database.</summary>
    /// <param name="clientId">Its <c>client_id</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client, or null if there is none.</returns>
    Task<RegisteredHostClient?> FindAsync(string clientId, CancellationToken cancellationToken);

    /// <summary>Lists clients, the newest first.</summary>
    /// <param name="size">How many at most.</param>
    /// <param name="after">The <see cref="RegisteredHostClient.Number"/> of the last one of the page before, or null for the first page.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The clients; fewer than <paramref name="size"/> on the last page.</returns>
    Task<ImmutableArray<RegisteredHostClient>> ListAsync(int size, long? after, CancellationToken cancellationToken);

    /// <summary>Adds a client; of N racing calls for one <c>client_id</c> exactly one answers true.</summary>
    /// <param name="client">The client. <see cref="Client.Tag"/> and <see cref="Client.Origin"/> are not kept.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if the <c>client_id</c> is taken.</returns>
    /// <exception cref="ClientDataException">Something in it is wrong; nothing was written.</exception>
    Task<bool> TryAddAsync(Client client, CancellationToken cancellationToken);

    /// <summary>Puts a client in the place of the one of its <c>client_id</c>: another secret beside the old one, <see cref="Client.IsRevoked"/>, whatever.</summary>
    /// <param name="client">The client as it is to be.</param>
    /// <param name="version">The <see cref="RegisteredHostClient.Version"/> that was read; a change that came between is not overwritten.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if there is no such client, or not in that version any more: read it again.</returns>
    /// <exception cref="ClientDataException">Something in it is wrong; nothing was written.</exception>
    Task<bool> ReplaceAsync(Client client, Guid version, CancellationToken cancellationToken);

    /// <summary>Deletes a client. Its grants stay until they end; <see cref="IAuthorizationTerminator"/> ends them at once.</summary>
    /// <param name="clientId">Its <c>client_id</c>.</param>
    /// <param name="version">The <see cref="RegisteredHostClient.Version"/> that was read: one that was changed since is not deleted. Null for whatever is there.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if there is none, or not in that version any more.</returns>
    Task<bool> RemoveAsync(string clientId, Guid? version, CancellationToken cancellationToken);
}

/// <summary>A client as the database has it.</summary>
/// <param name="Client">The client.</param>
/// <param name="Number">Counts the changes of clients when it was added; by it the list is in order.</param>
/// <param name="Version">Another one after each change.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="ChangedAt">When it was changed last.</param>
public sealed record RegisteredHostClient(Client Client, long Number, Guid Version, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt);
