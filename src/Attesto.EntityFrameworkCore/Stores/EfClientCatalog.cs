using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Lists every client that the host's database knows, section by section: each section is one stretch of one index, and a cursor names the section and the
/// place in it. So a page costs the same with ten clients as with a million.</summary>
internal sealed class EfClientCatalog<TContext>(TContext context, TimeProvider clock)
    where TContext : DbContext
{
    // A client may be gone between the two statements that find it.
    private sealed record Found(string Position, ListedClient? Client);

    public async Task<ClientPage> ListAsync(ClientFilter filter, int size, ClientCursor? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var search = string.IsNullOrWhiteSpace(filter.Search) ? null : filter.Search;
        var (sections, found) = (Sections(), new List<(ClientCursor Cursor, ListedClient? Client)>());
        for (var at = after?.Section ?? 0; at < sections.Length && found.Count <= size; at++)
        {
            if (filter.Origin is null || filter.Origin == sections[at].Origin)
            {
                var position = at == after?.Section ? after.Position : null;
                var next = await sections[at].FindAsync(search, position, size + 1 - found.Count, cancellationToken);
                found.AddRange(next.Select(each => (new ClientCursor(at, each.Position), each.Client)));
            }
        }

        return new ClientPage([.. found.Take(size).Select(each => each.Client).OfType<ListedClient>()], found.Count > size ? found[size - 1].Cursor : null);
    }

    // Cursors that are out name them by their places.
    private (ClientOrigin Origin, Func<string?, string?, int, CancellationToken, Task<IEnumerable<Found>>> FindAsync)[] Sections() =>
    [
        (ClientOrigin.Host, (search, after, size, token) => search is null ? HostByAgeAsync(after, size, token) : HostByWordAsync(search, after, size, token)),
        (ClientOrigin.Registration, By<RegisteredClientRow>(nameof(SearchedColumns.NameKey), unless: null, row => row.ToListed())),
        (ClientOrigin.Registration, By<RegisteredClientRow>(nameof(SearchedColumns.IdKey), unless: nameof(SearchedColumns.NameKey), row => row.ToListed())),
        (ClientOrigin.MetadataDocument, By<ClientMetadataRow>(nameof(SearchedColumns.IdKey), unless: null, row => row.ToListed())),
        (ClientOrigin.MetadataDocument, By<ClientMetadataRow>(nameof(SearchedColumns.NameKey), unless: nameof(SearchedColumns.IdKey), row => row.ToListed())),
    ];

    private async Task<IEnumerable<Found>> HostByAgeAsync(string? after, int size, CancellationToken cancellationToken)
    {
        var before = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
        var rows = await context.ReadAsync(
            token => Clients.Where(row => row.Number < before).OrderByDescending(row => row.Number).Take(size).ToListAsync(token), cancellationToken);
        return rows.Select(row => new Found(row.Number.ToString(CultureInfo.InvariantCulture), row.ToListed()));
    }

    // A client with several words that begin like this is found by the first of them.
    private async Task<IEnumerable<Found>> HostByWordAsync(string search, string? after, int size, CancellationToken cancellationToken)
    {
        var (from, to) = SearchKey.Range(search);
        var (start, words) = (after ?? from, context.Set<ClientWordRow>().AsNoTracking());
        var found = await context.ReadAsync(
            token => words
                .Where(word => string.Compare(word.WordKey, start) > 0 && string.Compare(word.WordKey, to) < 0)
                .Where(word => !words.Any(other =>
                    other.ClientHash == word.ClientHash && string.Compare(other.WordKey, from) > 0 && string.Compare(other.WordKey, word.WordKey) < 0))
                .OrderBy(word => word.WordKey)
                .Take(size)
                .ToListAsync(token),
            cancellationToken);
        var hashes = found.Select(word => word.ClientHash).ToList();
        var rows = found.Count == 0 ? [] : await context.ReadAsync(
            token => Clients.Where(row => hashes.Contains(row.Hash)).ToDictionaryAsync(row => row.Hash, token), cancellationToken);
        return found.Select(word => new Found(word.WordKey, rows.GetValueOrDefault(word.ClientHash)?.ToListed()));
    }

    private Func<string?, string?, int, CancellationToken, Task<IEnumerable<Found>>> By<TRow>(string key, string? unless, Func<TRow, ListedClient> toListed)
        where TRow : SearchedColumns => (search, after, size, token) => FindAsync(key, unless, search, after, size, toListed, token);

    private async Task<IEnumerable<Found>> FindAsync<TRow>(
        string key, string? unless, string? search, string? after, int size, Func<TRow, ListedClient> toListed, CancellationToken cancellationToken)
        where TRow : SearchedColumns
    {
        if (search is null && unless is not null)
        {
            return []; // the section before has all of them
        }

        var (from, to) = SearchKey.Range(search);
        var (start, now) = (after ?? from, clock.GetUtcNow().UtcDateTime);
        var living = context.Set<TRow>().AsNoTracking()
            .Where(row => EF.Property<DateTime?>(row, nameof(RegisteredClientRow.ExpiresAt)) == null || EF.Property<DateTime?>(row, nameof(RegisteredClientRow.ExpiresAt)) > now);
        var others = unless is null ? living : living
            .Where(row => string.Compare(EF.Property<string>(row, unless), from) <= 0 || string.Compare(EF.Property<string>(row, unless), to) >= 0);
        var rows = await context.ReadAsync(
            token => others
                .Where(row => string.Compare(EF.Property<string>(row, key), start) > 0 && string.Compare(EF.Property<string>(row, key), to) < 0)
                .OrderBy(row => EF.Property<string>(row, key))
                .Take(size)
                .ToListAsync(token),
            cancellationToken);
        return rows.Select(row => new Found(key is nameof(SearchedColumns.IdKey) ? row.IdKey : row.NameKey, toListed(row)));
    }

    private IQueryable<ClientRow> Clients => context.Set<ClientRow>().AsNoTracking();
}
