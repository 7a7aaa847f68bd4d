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
}
