using System.Globalization;
using System.Net.Security;
using System.Text;
using Attesto.Interop.Raw;

namespace Attesto.Interop.Fuzz;

/// <summary>Puts requests on the wire, over HTTP/1.1 or HTTP/2, in frames that are broken now and then, and reads what comes back.</summary>
internal sealed class FuzzWire(Uri host) : IAsyncDisposable
{
    private static readonly (string Name, string Value)[] Headers =
    [
        ("Host", "xn--x"), ("Host", "localhost:99999"), ("Host", ""), ("X-Forwarded-Host", "a.example/path?"), ("X-Forwarded-Host", "xn--x"), ("X-Forwarded-Proto", "gopher"),
        ("X-Forwarded-For", "999.1.1.1, ::::"), ("X-Forwarded-Port", "-1"), ("X-Forwarded-Prefix", "//evil"), ("Origin", "null"), ("Origin", "http://\u00ff"),
            ("Accept", "\u00ff/*;q=x"),
        ("Accept-Language", "\u00ff, de;q=9"), ("Cookie", "login=nobody; login=bob; session=%00"), ("Cookie", "attesto-form=\u00ff"), ("Content-Type", "nonsense"),
        ("Content-Type", "application/x-www-form-urlencoded; charset=utf-7"), ("Content-Type", "multipart/form-data; boundary=x"), ("Content-Encoding", "gzip"),
            ("Authorization", "Bearer "),
        ("Authorization", "Basic \u00ff"), ("DPoP", "a.b.c"), ("DPoP", "e30.e30.AA"), ("Client-Cert", ":AAAA:"), ("Client-Cert", "::"), ("If-None-Match", "\""),
            ("Range", "bytes=9-1"),
        ("Sec-Fetch-Site", "cross-site"), ("Expect", "100-continue"), ("X-HTTP-Method-Override", "DELETE"), ("traceparent", "00-zz"), ("baggage", ";;;=\u00ff"),
    ];

    private RawConnection? _connection;
    private RawConnection? _http2;
    private int _stream;

    /// <summary>Sends one request; the answer, or null if there was none.</summary>
    public async Task<RawAnswer?> SendAsync(Random random, FuzzRequest request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.Prepend(("Host", host.Authority)).ToList();
        if (request.ContentType is { } type)
        {
            headers.Add(("Content-Type", type));
        }

        for (var i = random.Chance(0.2) ? random.Next(1, 4) : 0; i > 0; i--)
        {
            var added = random.Pick(Headers);
            headers.RemoveAll(header => random.Chance(0.7) && header.Item1.Equals(added.Name, StringComparison.OrdinalIgnoreCase));
            headers.Add(added);
        }

        try
        {
            return random.Chance(0.1) ? await SendHttp2Async(random, request, headers, cancellationToken) : await SendHttp1Async(random, request, headers, cancellationToken);
        }
        catch (IOException)
        {
            await CloseAsync(); // refused by a closed door
            return null;
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task<RawAnswer?> SendHttp1Async(Random random, FuzzRequest request, List<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        _connection ??= await RawConnection.OpenAsync(host, SslApplicationProtocol.Http11);
        var (framing, body, hangsUp) = Frame(random, request.Body);
        var head = $"{request.Method} {request.Target} HTTP/1.1\r\n{string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"))}{framing}\r\n";
        await _connection.SendAsync((byte[])[.. Encoding.Latin1.GetBytes(head), .. body], cancellationToken);
        if (hangsUp)
        {
            _connection.Reset();
            await CloseAsync();
            return null;
        }

        var answer = await _connection.ReadAsync(request.Method, cancellationToken);
        answer = answer?.Status is 100 ? await _connection.ReadAsync(request.Method, cancellationToken) : answer;
        if (answer is null || answer["Connection"] is "close" || framing.Contains('!', StringComparison.Ordinal))
        {
            await CloseAsync();
        }

        return answer;
    }

    // What stands before the body, the body, and whether the caller then goes away. An exclamation mark ends the connection: nobody knows where the next request begins.
    private static (string Framing, byte[] Body, bool HangsUp) Frame(Random random, byte[] body)
    {
        var length = $"Content-Length: {body.Length}\r\n";
        if (body.Length == 0 || !random.Chance(0.12))
        {
            return (body.Length == 0 ? "" : length, body, false);
        }

        byte[] Chunks(string size, string end) => [.. Encoding.ASCII.GetBytes($"{size}\r\n"), .. body, .. Encoding.ASCII.GetBytes($"\r\n{end}")];
        var hex = body.Length.ToString("x", CultureInfo.InvariantCulture);
        return random.Next(9) switch
        {
            0 => ("Transfer-Encoding: chunked\r\n", Chunks(hex, "0\r\n\r\n"), false),
            1 => ("Transfer-Encoding: chunked\r\nX: !\r\n", Chunks(random.Pick(["zz", "-1", "1", "fffffffffffffffff", "", hex + ";a=\"b"]), "0\r\n\r\n"), false),
            2 => ("Transfer-Encoding: chunked\r\nX: !\r\n", Chunks(hex, random.Pick(["0\r\n: x\r\n\r\n", "0\r\nnonsense\r\n\r\n", "0\r\na: b\n\n", "zz\r\n\r\n"])), false),
            3 => ($"Transfer-Encoding: chunked\r\nX: !\r\n{length}", Chunks(hex, "0\r\n\r\n"), false),
            4 => ($"{length}Content-Length: {body.Length + 1}\r\nX: !\r\n", body, false),
            5 => ($"Content-Length: {random.Pick(["-1", "x", "99999999999999999999", ""])}\r\nX: !\r\n", body, false),
            6 => ("Transfer-Encoding: gzip\r\nX: !\r\n", body, false),
            7 => ("Transfer-Encoding: chunked\r\n", [.. Encoding.ASCII.GetBytes($"{hex}\r\n"), .. body[..(body.Length / 2)]], true),
            _ => ($"Content-Length: {body.Length + 10}\r\n", body, true),
        };
    }

    private async Task<RawAnswer?> SendHttp2Async(Random random, FuzzRequest request, List<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        if (_http2 is null)
        {
            (_http2, _stream) = (await RawConnection.OpenAsync(host, SslApplicationProtocol.Http2), 1);
            await _http2.SendAsync(Http2Frames.Preface, cancellationToken);
        }

        var (stream, body) = (_stream, request.Body);
        _stream += 2;
        var lies = random.Chance(0.2) ? random.Next(-3, 20) : 0;
        (string, string)[] pseudo = [(":method", request.Method), (":scheme", "https"), (":authority", host.Authority), (":path", request.Target)];
        var fields = pseudo.Concat(headers.Where(header => header.Name is not "Host").Select(header => (header.Name.ToLowerInvariant(), header.Value)));
        if (body.Length > 0)
        {
            fields = fields.Append(("content-length", (body.Length + lies).ToString(CultureInfo.InvariantCulture)));
        }

        await _http2.SendAsync((byte[])[.. Http2Frames.Headers(stream, [.. fields]), .. Http2Frames.Body(stream, body, ends: true)], cancellationToken);
        if (random.Chance(0.1))
        {
            await _http2.SendAsync(Http2Frames.Cancel(stream), cancellationToken);
            return null;
        }

        var answer = await Http2Frames.ReadAnswerAsync(_http2.Stream, stream, cancellationToken);
        if (answer is null)
        {
            await CloseAsync();
        }

        return answer;
    }

    private async Task CloseAsync()
    {
        foreach (var connection in new[] { _connection, _http2 })
        {
            if (connection is not null)
            {
                try
                {
                    await connection.DisposeAsync();
                }
                catch (IOException)
                {
                    // The other side was faster.
                }
            }
        }

        (_connection, _http2) = (null, null);
    }
}
