using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Changes the host's clients in its database, and lists those of every kind. A change and its number are one transaction: whoever sees the number sees
/// the change.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="rules">What a client may be.</param>
/// <param name="clock">The clock.</param>
public sealed class EfClientRegistry<TContext>(TContext context, IClientRules rules, TimeProvider clock) : IClientRegistry, IClientCatalog
    where TContext : DbContext
{
    /// <summary>Where the changes of clients are counted.</summary>
    internal static TokenHash Place { get; } = TokenHash.Of("clients");

    /// <inheritdoc/>
    public async Task<RegisteredHostClient?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        var row = await context.FindRowAsync<ClientRow>(TokenHash.Of(clientId), cancellationToken);
        return row?.ToClient();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<RegisteredHostClient>> ListAsync(int size, long? after, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var before = after ?? long.MaxValue;
        var rows = await context.ReadAsync(
            token => Clients.AsNoTracking().Where(row => row.Number < before).OrderByDescending(row => row.Number).Take(size).ToListAsync(token), cancellationToken);
        return [.. rows.Select(row => row.ToClient())];
    }

    /// <inheritdoc/>
    public Task<ClientPage> ListAsync(ClientFilter filter, int size, ClientCursor? after, CancellationToken cancellationToken) =>
        new EfClientCatalog<TContext>(context, clock).ListAsync(filter, size, after, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryAddAsync(Client client, CancellationToken cancellationToken)
    {
        Check(client);
        var (now, version) = (clock.GetUtcNow().UtcDateTime, RowVersion.New());
        return ChangeAsync(
            client.Id,
            version,
            async (number, token) =>
            {
                var row = new ClientRow
                {
                    Hash = TokenHash.Of(client.Id),
                    ClientId = client.Id,
                    Document = ClientDocument.Write(client),
                    Number = number,
                    Version = version,
                    CreatedAt = now,
                    ChangedAt = now,
                };
                return await context.TryInsertAsync(row, token) && await AddWordsAsync(client, token);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> ReplaceAsync(Client client, Guid version, CancellationToken cancellationToken)
    {
        Check(client);
        var (hash, document, now, next) = (TokenHash.Of(client.Id), ClientDocument.Write(client), clock.GetUtcNow().UtcDateTime, RowVersion.New());
        return ChangeAsync(
            client.Id,
            next,
            async (_, token) => await Clients.Where(row => row.Hash == hash && row.Version == version).ExecuteUpdateAsync(
                row => row.SetProperty(row => row.Document, document).SetProperty(row => row.Version, next).SetProperty(row => row.ChangedAt, now),
                token) == 1
                && await RemoveWordsAsync(hash, token)
                && await AddWordsAsync(client, token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> RemoveAsync(string clientId, Guid? version, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(clientId);
        var meant = Clients.Where(row => row.Hash == hash && (version == null || row.Version == version));
        return ChangeAsync(
            clientId,
            version: null,
            async (_, token) => await meant.ExecuteDeleteAsync(token) == 1 && await RemoveWordsAsync(hash, token),
            cancellationToken);
    }

    private DbSet<ClientRow> Clients => context.Set<ClientRow>();

    private void Check(Client client)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (rules.FaultsOf(client) is { IsEmpty: false } faults)
        {
            throw new ClientDataException(faults);
        }
    }

    private async Task<bool> AddWordsAsync(Client client, CancellationToken cancellationToken)
    {
        await context.InsertMissingAsync([.. ClientWordRow.Of(client)], cancellationToken);
        return true;
    }

    private async Task<bool> RemoveWordsAsync(TokenHash client, CancellationToken cancellationToken)
    {
        await context.Set<ClientWordRow>().Where(row => row.ClientHash == client).ExecuteDeleteAsync(cancellationToken);
        return true;
    }

    private Task<bool> ChangeAsync(string clientId, Guid? version, Func<long, CancellationToken, Task<bool>> change, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(clientId);
        return context.InTransactionAsync(
            async token => await change(await context.CountChangeAsync(Place, token), token),
            token => version is { } own ? Clients.AnyAsync(row => row.Hash == hash && row.Version == own, token) : Clients.AllAsync(row => row.Hash != hash, token),
            cancellationToken);
    }
}
