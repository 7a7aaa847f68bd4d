#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
#endif
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
