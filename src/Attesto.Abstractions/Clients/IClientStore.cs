namespace Attesto;

/// <summary>Who are the clients? The host answers from its own tables.</summary>
public interface IClientStore
{
    /// <summary>Looks a client up.</summary>
    /// <param name="clientId">The presented <c>client_id</c>; any string.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client, or null if there is none.</returns>
    ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken);
}
