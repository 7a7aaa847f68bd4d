using Attesto.Clients;
using Attesto.Subjects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.Profiles;

/// <summary>The clients that can be served as they are, and that the profile admits. Any other is as unknown as one that was never registered, and the log
/// says what to change.</summary>
internal sealed partial class ConformingClients(
    IClientStore clients, PairwiseSubjects subjects, IOptions<AttestoOptions> options, ILogger<ConformingClients> logger) : IClientStore
{
    public async ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken)
    {
        var client = ClientIdentifier.IsWellFormed(clientId) ? await clients.FindAsync(clientId, cancellationToken) : null;
        if (client is null)
        {
            return null;
        }

        if (subjects.FaultOf(client) is { } unserved)
        {
            LogUnserved(logger, client.Id, unserved);
            return null;
        }

        if (Fapi2Clients.FaultOf(client, options.Value.Profile) is { } fault)
        {
            LogRefused(logger, client.Id, options.Value.Profile, fault);
            return null;
        }

        return client;
    }

    [LoggerMessage(2011, LogLevel.Warning, "The client {ClientId} is not served: it {Fault}.")]
    private static partial void LogUnserved(ILogger logger, string clientId, string fault);

    [LoggerMessage(2010, LogLevel.Warning, "The client {ClientId} is not served under Attesto:Profile {Profile}: it {Fault}.")]
    private static partial void LogRefused(ILogger logger, string clientId, SecurityProfile profile, string fault);
}
