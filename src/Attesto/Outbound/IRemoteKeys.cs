using Microsoft.IdentityModel.Tokens;
namespace Attesto.Outbound;

/// <summary>Public keys that others publish (RFC 7517 §5): of clients, of trusted issuers. Cached, fetched once however many ask.</summary>
internal interface IRemoteKeys
{
    /// <summary>The key set behind a URL.</summary>
    /// <param name="jwksUri">The <c>jwks_uri</c>.</param>
    /// <param name="keyId">The <c>kid</c> that is looked for, or null. An unknown one fetches again, but not more often than once a minute.</param>
    /// <param name="cancellationToken">Stops waiting; the fetch goes on for others.</param>
    /// <returns>The keys, or null if there are none.</returns>
    /// <exception cref="RemoteKeysUnavailableException">They cannot be had at the moment.</exception>
    ValueTask<JsonWebKeySet?> FindAsync(string jwksUri, string? keyId, CancellationToken cancellationToken);

    /// <summary>A client's keys: those of its registration, else those behind its <c>jwks_uri</c> (RFC 7591 §2).</summary>
    /// <param name="client">The client.</param>
    /// <param name="keyId">The <c>kid</c> that is looked for, or null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The keys, or null if the client has none.</returns>
    ValueTask<JsonWebKeySet?> FindAsync(Client client, string? keyId, CancellationToken cancellationToken) =>
        (client.Jwks, client.JwksUri) switch
        {
            ({ } keys, _) => ValueTask.FromResult<JsonWebKeySet?>(keys),
            (null, { } uri) => FindAsync(uri, keyId, cancellationToken),
            _ => ValueTask.FromResult<JsonWebKeySet?>(null),
        };
}
