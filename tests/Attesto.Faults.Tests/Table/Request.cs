using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Web;

namespace Attesto.Faults.Table;

/// <summary>A request that can be sent more than once, to the byte the same.</summary>
/// <param name="Method">GET, POST and so on.</param>
/// <param name="Path">The path with its query.</param>
internal sealed record Request(string Method, string Path)
{
    /// <summary>The headers beside those of the body.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The body as a form, or null.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Form { get; init; }

    /// <summary>The body as JSON, or null.</summary>
    public JsonObject? Json { get; init; }

    /// <summary>The client that it names.</summary>
    public string? Client => Value("client_id");

    public static Request Get(string path, params (string Name, string Value)[] headers) => new("GET", path) { Headers = headers };

    public static Request Post(string path, IEnumerable<KeyValuePair<string, string>> form, params (string Name, string Value)[] headers) =>
        new("POST", path) { Form = [.. form], Headers = headers };

    /// <summary>A parameter of the form or the query, or null.</summary>
    public string? Value(string name) => Form is { } form
        ? form.FirstOrDefault(field => field.Key == name).Value
        : HttpUtility.ParseQueryString(new Uri(new Uri(Cluster.Issuer), Path).Query)[name];

    /// <summary>For a client that reads the answer.</summary>
    /// <param name="url">The node.</param>
    public HttpRequestMessage ToMessage(string url)
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), url + Path) { Content = Body() };
        message.Headers.Host = new Uri(Cluster.Issuer).Authority;
        foreach (var (name, value) in Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    /// <summary>Sends it as a client that loses patience: half of the body, or all of a request without one; then the connection is reset.</summary>
    /// <param name="url">The node.</param>
    public async Task HangUpAsync(string url)
    {
        var body = Body() is { } content ? await content.ReadAsByteArrayAsync() : [];
        var head = new StringBuilder($"{Method} {Path} HTTP/1.1\r\nHost: {new Uri(Cluster.Issuer).Authority}\r\n");
        head.Append(body.Length > 0 ? $"Content-Type: {(Json is null ? "application/x-www-form-urlencoded" : "application/json")}\r\nContent-Length: {body.Length}\r\n" : "");
        foreach (var (name, value) in Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        using var client = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
        await client.ConnectAsync(IPAddress.Loopback, new Uri(url).Port);
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(LabHost.Trusting("localhost"));
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"{head}\r\n"), .. body.AsSpan(0, body.Length / 2)]);
        await stream.FlushAsync();
    }

    private HttpContent? Body() =>
        Form is not null ? new FormUrlEncodedContent(Form) :
        Json is not null ? new StringContent(Json.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/json")) :
        null;
}
