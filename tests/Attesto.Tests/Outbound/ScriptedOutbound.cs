using System.Collections.Concurrent;
using System.Text;

namespace Attesto.Outbound;

/// <summary>The other side as the test wants it.</summary>
internal sealed class ScriptedOutbound : IOutboundClient
{
    private readonly ConcurrentDictionary<string, Func<OutboundRequest, Task<OutboundAnswer>>> _pages = new(StringComparer.Ordinal);

    public ConcurrentQueue<OutboundRequest> Requests { get; } = new();

    public ScriptedOutbound Serve(string url, string body, TimeSpan? freshFor = null, int status = 200, string? mediaType = "application/json") =>
        Serve(url, _ => Task.FromResult<OutboundAnswer>(new OutboundAnswer.Answered(status, mediaType, Encoding.UTF8.GetBytes(body), freshFor)));

    public ScriptedOutbound Serve(string url, Func<OutboundRequest, Task<OutboundAnswer>> answer)
    {
        _pages[url] = answer;
        return this;
    }

    public void Remove(string url) => _pages.TryRemove(url, out _);

    public Task<OutboundAnswer> SendAsync(OutboundRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        return _pages.TryGetValue(request.Url, out var answer)
            ? answer(request)
            : Task.FromResult<OutboundAnswer>(new OutboundAnswer.Failed(OutboundFault.Unresolvable));
    }
}
