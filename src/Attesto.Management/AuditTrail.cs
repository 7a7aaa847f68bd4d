using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attesto.Management;

/// <summary>Tells the host's event sinks who changed what. It waits for them: a command ends with its process.</summary>
internal sealed partial class AuditTrail(IEnumerable<IEventSink> sinks, ILogger<AuditTrail> logger)
{
    /// <summary>The name of who did it, in the metadata of an event.</summary>
    public const string Actor = "actor";

    /// <summary>Tells the sinks of this host.</summary>
    public static AuditTrail Of(IServiceProvider services) => ActivatorUtilities.CreateInstance<AuditTrail>(services);

    /// <summary>Tells it; a sink that fails is logged, for the change has been made.</summary>
    /// <param name="serverEvent">What happened.</param>
    /// <param name="actor">Who did it.</param>
    /// <param name="details">More about it.</param>
    public async Task PublishAsync(ServerEvent serverEvent, string actor, params (string Name, object? Value)[] details)
    {
        var told = serverEvent with
        {
            Result = "success",
            Metadata = details.Append((Actor, actor)).ToImmutableDictionary(detail => detail.Item1, detail => detail.Item2, StringComparer.Ordinal),
        };
        LogTold(told.Name, told.ClientId, actor);
        foreach (var sink in sinks)
        {
            try
            {
                await (sink is IDurableEventSink durable ? durable.KeepAsync(told, CancellationToken.None) : sink.PublishAsync(told, CancellationToken.None));
            }
            catch (Exception fault)
            {
                LogFailed(fault, sink.GetType().Name);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Event} client={ClientId} by {Actor}")]
    private partial void LogTold(EventName @event, string? clientId, string actor);

    [LoggerMessage(2, LogLevel.Error, "The event sink {Sink} failed.")]
    private partial void LogFailed(Exception fault, string sink);
}
