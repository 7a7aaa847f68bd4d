using System.Diagnostics;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Faults;

/// <summary>Goes round the nodes of a cluster as a load balancer would, under the one name that they share, and looks at every answer.</summary>
internal sealed class RoundRobinClient(IReadOnlyList<LabHost> nodes, Tally tally) : IDisposable
{
    private readonly HttpClient _http = LabHost.CreateClient();
    private readonly int[,] _underWay = new int[nodes.Count, Enum.GetValues<Step>().Length];
    private int _turn;

    public IReadOnlyList<LabHost> Nodes => nodes;

    public LabHost Next() => nodes[(int)((uint)Interlocked.Increment(ref _turn) % nodes.Count)];

    /// <summary>How many requests of this kind a node has not answered yet.</summary>
    public int UnderWay(LabHost node, Step step) => Volatile.Read(ref _underWay[IndexOf(node), (int)step]);

    public Task<Reply> GetAsync(Step step, string pathAndQuery, LabHost? node = null, params (string Name, string Value)[] headers) =>
        SendAsync(step, HttpMethod.Get, pathAndQuery, null, node ?? Next(), headers);

    public Task<Reply> PostAsync(
        Step step, string path, IEnumerable<KeyValuePair<string, string>> form, LabHost? node = null, params (string Name, string Value)[] headers) =>
        SendAsync(step, HttpMethod.Post, path, form, node ?? Next(), headers);

    /// <summary>The same request to every node at once.</summary>
    public Task<Reply[]> RaceAsync(Func<LabHost, Task<Reply>> request) => Task.WhenAll(nodes.Select(node => Task.Run(() => request(node))));

    public void Dispose() => _http.Dispose();

    private async Task<Reply> SendAsync(
        Step step, HttpMethod method, string path, IEnumerable<KeyValuePair<string, string>>? form, LabHost node, (string Name, string Value)[] headers)
    {
        using var message = new HttpRequestMessage(method, node.Url + path) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        message.Headers.Host = new Uri(Cluster.Issuer).Authority;
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        Interlocked.Increment(ref _underWay[IndexOf(node), (int)step]);
        var reply = await ReadAsync(message, step, node);
        Interlocked.Decrement(ref _underWay[IndexOf(node), (int)step]);
        tally.Answered(step, reply);
        return reply;
    }

    private async Task<Reply> ReadAsync(HttpRequestMessage message, Step step, LabHost node)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            using var response = await _http.SendAsync(message);
            var text = await response.Content.ReadAsStringAsync();
            var json = response.Content.Headers.ContentType?.MediaType is "application/json" ? JsonNode.Parse(text) as JsonObject : null;
            var cookies = response.Headers.TryGetValues("Set-Cookie", out var set) ? string.Join("; ", set.Select(cookie => cookie.Split(';')[0])) : "";
            var reply = new Reply((int)response.StatusCode, text, json, response.Headers.Location, cookies);
            if (FaultOf(response, reply) is { } fault)
            {
                tally.Unclean.Enqueue($"{step}: {fault}: {text}\n{await node.TailAsync()}");
            }

            return reply;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return Reply.None;
        }
        catch (TaskCanceledException)
        {
            tally.Unclean.Enqueue($"{step}: no answer within {clock.Elapsed.TotalSeconds:F0} s\n{await node.TailAsync()}");
            return Reply.None;
        }
    }

    // An outage must look like one: neither like a bug of the server nor like a fault of the client.
    private static string? FaultOf(HttpResponseMessage response, Reply reply) => reply.Status switch
    {
        < 400 => null,
        503 when response.Headers.RetryAfter is null => "503 without Retry-After",
        > 500 and not 503 or 500 => $"status {reply.Status}",
        _ when reply["error"] is null && !reply.Text.Contains("id=\"error-code\"", StringComparison.Ordinal) => $"status {reply.Status} without an OAuth error",
        _ => null,
    };

    private int IndexOf(LabHost node) => nodes.Index().First(each => each.Item == node).Index;
}
