using Microsoft.Extensions.Options;

namespace Attesto.Lab.Policies;

/// <summary>The clients of lab.json.</summary>
public sealed class ClientStore(LabFile lab, IOptions<AttestoOptions> options) : IClientStore
{
    private readonly ScopeSet _catalogue = ScopeSet.Of([StandardScopes.OpenId, .. options.Value.ScopesSupported]);

    public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(lab.Clients.FirstOrDefault(client => string.Equals(client.ClientId, clientId, StringComparison.Ordinal))?.ToClient(_catalogue));
}
