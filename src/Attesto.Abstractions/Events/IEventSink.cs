namespace Attesto;

/// <summary>Where events go: a log, a table, a SIEM. It may throw or be slow; no response depends on it.</summary>
public interface IEventSink
{
    /// <summary>Takes one event.</summary>
    /// <param name="serverEvent">The event.</param>
    /// <param name="cancellationToken">Ends only with the server: an audit record outlives its request.</param>
    ValueTask PublishAsync(ServerEvent serverEvent, CancellationToken cancellationToken);
}
