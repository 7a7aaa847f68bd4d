using System.Globalization;

namespace Attesto.Management;

/// <summary>The list of a registry of the host's own that is no catalog: its clients, the newest first; of a search, the one client of any kind whose
/// <c>client_id</c> it is.</summary>
internal sealed class ListOfRegistry(IClientRegistry registry, OtherClients others) : IClientCatalog
{
    public async Task<ClientPage> ListAsync(ClientFilter filter, int size, ClientCursor? after, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(filter.Search))
        {
            var one = await FindAsync(filter.Search.Trim(), cancellationToken);
            return new ClientPage(one is not null && (filter.Origin ?? one.Origin) == one.Origin ? [one] : [], null);
        }

        if (filter.Origin is not (null or ClientOrigin.Host))
        {
            return new ClientPage([], null);
        }

        long? before = long.TryParse(after?.Position, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        var found = await registry.ListAsync(size + 1, before, cancellationToken);
        var next = found.Length > size ? new ClientCursor(0, found[size - 1].Number.ToString(CultureInfo.InvariantCulture)) : null;
        return new ClientPage([.. found.Take(size).Select(stored => Listed(KnownClient.Of(stored)))], next);
    }

    private async Task<ListedClient?> FindAsync(string clientId, CancellationToken cancellationToken) =>
        await registry.FindAsync(clientId, cancellationToken) is { } stored ? Listed(KnownClient.Of(stored))
        : await others.FindAsync(clientId, cancellationToken) is { } other ? Listed(other)
        : null;

    private static ListedClient Listed(KnownClient known) => new(
        known.Client.Id, known.Client.Origin, known.Client.Name, known.Client.IsPublic, known.Client.IsRevoked, known.CreatedAt, known.ChangedAt, known.ExpiresAt);
}
