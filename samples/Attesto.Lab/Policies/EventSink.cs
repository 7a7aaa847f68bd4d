using System.Text.Json;

namespace Attesto.Lab.Policies;

/// <summary>Appends every event to <c>events_file</c>, one JSON object a line.</summary>
public sealed class EventSink(LabFile lab) : IEventSink, IDisposable
{
    private static readonly JsonSerializerOptions SnakeCase = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly SemaphoreSlim _gate = new(1, 1);

    public async ValueTask PublishAsync(ServerEvent serverEvent, CancellationToken cancellationToken)
    {
        if (lab.EventsFile is not { } file)
        {
            return;
        }

        var line = JsonSerializer.SerializeToUtf8Bytes(serverEvent, SnakeCase);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Opened for appending each time, and written at once: several processes may share the file.
            await using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            await stream.WriteAsync((byte[])[.. line, (byte)'\n'], cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
