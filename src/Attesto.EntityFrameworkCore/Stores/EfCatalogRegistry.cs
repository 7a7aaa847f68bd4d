using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Changes the host's scopes, or its APIs, in its database. A change and its number are one transaction: whoever sees the number sees the change.</summary>
internal sealed class EfCatalogRegistry<TContext, TRow, T>(TContext context, Func<T, ImmutableArray<ClientDataFault>> faultsOf, TimeProvider clock) : ICatalogRegistry<T>
    where TContext : DbContext
    where TRow : CatalogRow, ICatalogRow<TRow, T>
    where T : class
{
    public async Task<CatalogEntry<T>?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var row = await context.FindRowAsync<TRow>(TokenHash.Of(key), cancellationToken);
        return row is null ? null : EntryOf(row);
    }

    public async Task<ImmutableArray<CatalogEntry<T>>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await context.ReadAsync(token => Rows.AsNoTracking().ToListAsync(token), cancellationToken);
        return [.. rows.Select(EntryOf).OrderBy(entry => TRow.KeyOf(entry.Value), StringComparer.Ordinal)];
    }

    public Task<bool> TryAddAsync(T value, CancellationToken cancellationToken)
    {
        Check(value);
        var (row, now) = (TRow.Of(value), clock.GetUtcNow().UtcDateTime);
        (row.Version, row.CreatedAt, row.ChangedAt) = (RowVersion.New(), now, now);
        return ChangeAsync(
            row.Hash,
            row.Version,
            async token =>
            {
                if (await Rows.CountAsync(token) >= ICatalogRegistry<T>.Most)
                {
                    throw new ClientDataException([new ClientDataFault(KeyField, $"is one too many: there are {ICatalogRegistry<T>.Most} already.")]);
                }

                return await context.TryInsertAsync(row, token);
            },
            cancellationToken);
    }

    public Task<bool> ReplaceAsync(T value, Guid version, CancellationToken cancellationToken)
    {
        Check(value);
        var (row, now, next) = (TRow.Of(value), clock.GetUtcNow().UtcDateTime, RowVersion.New());
        var (hash, document) = (row.Hash, row.Document);
        return ChangeAsync(
            hash,
            next,
            async token => await Rows.Where(row => row.Hash == hash && row.Version == version).ExecuteUpdateAsync(
                row => row.SetProperty(row => row.Document, document).SetProperty(row => row.Version, next).SetProperty(row => row.ChangedAt, now),
                token) == 1,
            cancellationToken);
    }

    public Task<bool> RemoveAsync(string key, Guid? version, CancellationToken cancellationToken)
    {
        var hash = TokenHash.Of(key);
        var meant = Rows.Where(row => row.Hash == hash && (version == null || row.Version == version));
        return ChangeAsync(
            hash,
            version: null,
            async token => await meant.ExecuteDeleteAsync(token) == 1,
            cancellationToken);
    }

    // The text narrows down what is read, and the client itself decides: one scope's name may be a part of another's.
    public Task<ImmutableArray<string>> ListClientsAsync(string key, int size, CancellationToken cancellationToken)
    {
        var text = JsonEncodedText.Encode(key).ToString();
        return context.ReadAsync(
            async token =>
            {
                var found = ImmutableArray.CreateBuilder<string>();
                await foreach (var row in context.Set<ClientRow>().AsNoTracking().Where(row => row.Document.Contains(text)).AsAsyncEnumerable().WithCancellation(token))
                {
                    if (TRow.IsNamedBy(ClientDocument.Read(row.ClientId, row.Document), key))
                    {
                        found.Add(row.ClientId);
                    }

                    if (found.Count >= size)
                    {
                        break;
                    }
                }

                return found.ToImmutable();
            },
            cancellationToken);
    }

    private DbSet<TRow> Rows => context.Set<TRow>();

    private static string KeyField => typeof(T) == typeof(HostScope) ? nameof(HostScope.Name) : nameof(HostApi.Uri);

    private static CatalogEntry<T> EntryOf(TRow row) => new(row.Read(), row.Version, new DateTimeOffset(row.CreatedAt), new DateTimeOffset(row.ChangedAt));

    private void Check(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (faultsOf(value) is { IsEmpty: false } faults)
        {
            throw new ClientDataException(faults);
        }
    }

    private Task<bool> ChangeAsync(TokenHash hash, Guid? version, Func<CancellationToken, Task<bool>> change, CancellationToken cancellationToken) => context.InTransactionAsync(
        async token =>
        {
            await context.CountChangeAsync(EfCatalogStore<TContext>.Place, token);
            return await change(token);
        },
        token => version is { } own ? Rows.AnyAsync(row => row.Hash == hash && row.Version == own, token) : Rows.AllAsync(row => row.Hash != hash, token),
        cancellationToken);
}
