using Microsoft.Extensions.Options;

namespace Attesto.Lab.Policies;

/// <summary>The clients of lab.json, read once: what hangs on a client, such as its keys, is then ready for its next request.</summary>
public sealed class ClientStore : IClientStore
{
    private readonly Dictionary<string, Client> _clients = new(StringComparer.Ordinal);

    public ClientStore(LabFile lab, IOptions<AttestoOptions> options)
    {
        var catalogue = ScopeSet.Of([StandardScopes.OpenId, .. options.Value.Scopes.Supported]);
        foreach (var client in lab.Clients)
        {
            _clients.TryAdd(client.ClientId, client.ToClient(catalogue));
        }
    }

    public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) => ValueTask.FromResult(_clients.GetValueOrDefault(clientId));
}
