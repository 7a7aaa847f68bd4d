using Attesto.Clients;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.Profiles;

/// <summary>The clients that the profile admits. Any other is as unknown as one that was never registered, and the log says what to change.</summary>
internal sealed partial class ConformingClients(IClientStore clients, IOptions<AttestoOptions> options, ILogger<ConformingClients> logger) : IClientStore
{
    public async ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        var client = ClientIdentifier.IsWellFormed(clientId) ? await clients.FindAsync(clientId, cancellationToken) : null;
        if (client is null || Fapi2Clients.FaultOf(client, options.Value.Profile) is not { } fault)
        {
            return client;
        }

        LogRefused(logger, client.Id, options.Value.Profile, fault);
        return null;
    }

    public ValueTask<bool> VerifySecretAsync(Client client, string secret, DateTimeOffset now, CancellationToken cancellationToken) =>
        clients.VerifySecretAsync(client, secret, now, cancellationToken);

    [LoggerMessage(2010, LogLevel.Warning, "The client {ClientId} is not served under Attesto:Profile {Profile}: it {Fault}.")]
    private static partial void LogRefused(ILogger logger, string clientId, SecurityProfile profile, string fault);
}
