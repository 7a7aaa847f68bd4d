using Attesto.Clients;

namespace Attesto.Lab.Policies;

/// <summary>The clients of lab.json.</summary>
public sealed class ClientStore(LabFile lab) : IClientStore
{
    private readonly Dictionary<string, Client> _clients = lab.Clients.ToDictionary(client => client.ClientId, client => client.ToClient(), StringComparer.Ordinal);

    public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) => ValueTask.FromResult(_clients.GetValueOrDefault(clientId));
}
