using Attesto.Services;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.Registration;

/// <summary>All clients, wherever they come from: the host's, those that registered themselves, those that publish a metadata document.</summary>
/// <param name="host">The host's clients.</param>
/// <param name="registered">Clients that registered themselves, or null.</param>
/// <param name="documents">Clients that identify themselves by a URL, or null.</param>
internal sealed class ClientDirectory(
    IClientStore host, OnDemand<RegisteredClients>? registered, OnDemand<ClientIdResolver>? documents) : IClientStore
{
    /// <inheritdoc/>
    public async ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        if (documents is not null && ClientIdUrl.TryParse(clientId, out var url))
        {
            return await documents.Value.FindAsync(url, cancellationToken);
        }

        return registered is not null && RegisteredClients.IsOurs(clientId)
            ? await registered.Value.FindAsync(clientId, cancellationToken) ?? await host.FindAsync(clientId, cancellationToken)
            : await host.FindAsync(clientId, cancellationToken);
    }

    /// <summary>Compares a secret: a host's client by the host's rule, a registered one by ours; a metadata document has none.</summary>
    /// <inheritdoc/>
    public ValueTask<bool> VerifySecretAsync(Client client, string secret, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.Origin is ClientOrigin.Host
            ? host.VerifySecretAsync(client, secret, now, cancellationToken)
            : ((IClientStore)MachineSecrets.Instance).VerifySecretAsync(client, secret, now, cancellationToken);
    }

    /// <summary>Puts the host's store and ours together.</summary>
    /// <param name="provider">The request's services.</param>
    /// <param name="host">The host's clients.</param>
    /// <returns>All clients.</returns>
    public static ClientDirectory Over(IServiceProvider provider, IClientStore host)
    {
        var options = provider.GetRequiredService<IOptions<AttestoOptions>>().Value;
        return new ClientDirectory(
            host,
            provider.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IRegisteredClientStore)) ? provider.GetRequiredService<OnDemand<RegisteredClients>>() : null,
            options.ClientIdMetadata.Enabled ? provider.GetRequiredService<OnDemand<ClientIdResolver>>() : null);
    }

    // The rule of IClientStore itself: secrets of 256 random bits, stored as SHA-256.
    private sealed class MachineSecrets : IClientStore
    {
        public static MachineSecrets Instance { get; } = new();

        public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) => ValueTask.FromResult<Client?>(null);
    }
}
