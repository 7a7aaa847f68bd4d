using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>The host's clients in its database. One that is known costs no statement; one that is not costs one, by the primary key, however many there are.
/// A context that goes to another database for each tenant needs a store of its own, for all share what this node knows.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="cache">What this node has read.</param>
public sealed class EfClientStore<TContext>(TContext context, EfClientCache cache) : IClientStore
    where TContext : DbContext
{
    /// <inheritdoc/>
    public async ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clientId);
        var known = await cache.GetAsync(() => context.CountedAsync(EfClientRegistry<TContext>.Place, cancellationToken));
        if (known.Find(clientId) is { } client)
        {
            return client;
        }

        if (await context.FindRowAsync<ClientRow>(TokenHash.Of(clientId), cancellationToken) is not { } row)
        {
            return null; // not kept: anybody can ask for any number of clients that are not there
        }

        client = ClientDocument.Read(row.ClientId, row.Document);
        known.Add(client);
        return client;
    }
}
