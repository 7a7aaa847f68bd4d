namespace Attesto;

/// <summary>A sink that can also be waited for until an event is kept: whoever changes something answers only then, and a command ends with its process.</summary>
internal interface IDurableEventSink : IEventSink
{
    /// <summary>Keeps one event. What cannot be kept now is kept later, as far as the process lives.</summary>
    /// <param name="serverEvent">The event.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask KeepAsync(ServerEvent serverEvent, CancellationToken cancellationToken);
}
