using Attesto;

namespace PoliciesNamespace;

/// <summary>Where do events go? Into the log; write them to your audit table here. An event never carries a secret, a code or a token.</summary>
public sealed partial class EventSink(ILogger<EventSink> logger) : IEventSink
{
    public ValueTask PublishAsync(ServerEvent serverEvent, CancellationToken cancellationToken)
    {
        Log(serverEvent.Name, serverEvent.ClientId, serverEvent.Subject, serverEvent.Scope, serverEvent.Result);
        return ValueTask.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Information, "{Event} client={ClientId} subject={Subject} scope={Scope} result={Result}")]
    private partial void Log(EventName @event, string? clientId, string? subject, string? scope, string? result);
}
