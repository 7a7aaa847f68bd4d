using System.Diagnostics;
using System.Net.Security;
using System.Text;
using Attesto.Interop.Raw;

namespace Attesto.Interop;

/// <summary>Requests that no client library would write: each is refused, or its caller went away; none is a fault of the server's, and none is in its log.</summary>
public sealed class RawRequestTests
{
    private const string Form = "application/x-www-form-urlencoded";
    private const int AtOnce = 12; // what meets a request at different moments of its life

    // One for each way in which a body is read.
    private static readonly string[] Posted =
        ["/oauth/token", "/oauth/authorize", "/oauth/userinfo", "/oauth/device_verification", "/oauth/end_session", "/oauth/register", "/signin", "/api/reports"];

    private static readonly (string Name, string Headers, string Body)[] Bodies =
    [
        ("a chunk size that is no number", "Transfer-Encoding: chunked\r\n", "zz\r\ngrant_type=x\r\n0\r\n\r\n"),
        ("a chunk longer than it says", "Transfer-Encoding: chunked\r\n", "3\r\ngrant_type=x\r\n0\r\n\r\n"),
        ("a chunk size beyond all numbers", "Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\nx\r\n0\r\n\r\n"),
        ("a chunk extension", "Transfer-Encoding: chunked\r\n", "4;a=b\r\na=bc\r\n0\r\n\r\n"),
        ("a trailer without a name", "Transfer-Encoding: chunked\r\n", "4\r\na=bc\r\n0\r\n: x\r\n\r\n"),
        ("a trailer that is no header", "Transfer-Encoding: chunked\r\n", "4\r\na=bc\r\n0\r\nnonsense\r\n\r\n"),
        ("a trailer with a bare line feed", "Transfer-Encoding: chunked\r\n", "4\r\na=bc\r\n0\r\na: b\n\n"),
        ("a length and chunks", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "4\r\na=bc\r\n0\r\n\r\n"),
        ("two lengths", "Content-Length: 4\r\nContent-Length: 5\r\n", "a=bcd"),
        ("a negative length", "Content-Length: -1\r\n", "a=bc"),
        ("a coding that nobody knows", "Transfer-Encoding: gzip\r\n", "a=bc"),
        ("an overlong key", "Content-Length: 5002\r\n", new string('k', 5000) + "=v"),
        ("a key without a value", "Content-Length: 2050\r\n", new string('k', 2050)),
        ("a bracket that does not close", "Content-Length: 12\r\n", "returnUrl[=v"),
        ("two thousand keys", "Content-Length: 4000\r\n", string.Concat(Enumerable.Repeat("a&", 2000))),
    ];

    private static readonly string[] Types =
    [
        Form, $"{Form}; charset=utf-7", $"{Form}; charset=\"utf-7\"", $"{Form};charset=iso-8859-1", $"{Form}; charset=", $"{Form}; charset=none-such",
        "multipart/form-data", "multipart/form-data; boundary=", $"multipart/form-data; boundary={new string('b', 500)}", "multipart/form-data; boundary=x",
    ];

    private LabHost _host = null!;

    public static IEnumerable<string> Paths => Posted;

    private Uri Host => new(_host.Url);

    [OneTimeSetUp]
    public async Task Start() => _host = await LabHost.StartAsync(LabJson.Lab(LabJson.Client("public", client => client["public"] = true)).With(options =>
    {
        options["Registration"] = new JsonObject { ["Enabled"] = true };
        options["Device"] = new JsonObject { ["Enabled"] = true };
        options["Logout"] = new JsonObject { ["Enabled"] = true };
        options["RateLimits"] = new JsonObject { ["SignIns"] = null, ["DeviceCodes"] = null, ["PendingRequests"] = null };
    }));

    [OneTimeTearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [TestCaseSource(nameof(Paths))]
    public async Task A_body_that_breaks_the_framing_is_the_callers_fault(string path)
    {
        foreach (var (name, headers, body) in Bodies)
        {
            await using var connection = await RawConnection.OpenAsync(Host, SslApplicationProtocol.Http11);
            await AssertRefusedAsync(connection, $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {Form}\r\n{headers}\r\n{body}", $"{path}, {name}");
        }

        await AssertQuietAsync();
    }

    [TestCaseSource(nameof(Paths))]
    public async Task A_form_of_another_encoding_is_the_callers_fault(string path)
    {
        await using var connection = await RawConnection.OpenAsync(Host, SslApplicationProtocol.Http11);
        foreach (var type in Types)
        {
            await AssertRefusedAsync(connection, $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\nContent-Length: 4\r\n\r\na=bc", $"{path}, {type}");
        }

        await AssertQuietAsync();
    }

    [TestCaseSource(nameof(Paths))]
    public async Task A_body_shorter_than_its_length_is_the_callers_fault_in_http_2(string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var connection = await OpenHttp2Async(patience.Token);
        await connection.SendAsync(PostOf(1, path, length: 40), patience.Token);
        await connection.SendAsync(Http2Frames.Body(1, "a=b"u8, ends: true), patience.Token);
        while (await Http2Frames.ReadAsync(connection.Stream, patience.Token) is { } frame && !Http2Frames.IsAnswer(frame.Type))
        {
        }

        await AssertQuietAsync();
    }

    [TestCaseSource(nameof(Paths))]
    public async Task A_caller_that_hangs_up_in_the_middle_pages_nobody(string path)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {Form}\r\n";
        string[] starts =
        [
            "Content-Length: 40\r\n\r\na=b", "Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n", "Content-Length: 3\r\n\r\na=b",
            "Expect: 100-continue\r\nContent-Length: 9\r\n\r\n",
        ];
        foreach (var start in starts)
        {
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
            {
                await using var reset = await RawConnection.OpenAsync(Host, SslApplicationProtocol.Http11);
                await reset.SendAsync(Encoding.ASCII.GetBytes(head + start), patience.Token);
                reset.Reset();
            }));
            await using var closed = await RawConnection.OpenAsync(Host, SslApplicationProtocol.Http11);
            await closed.SendAsync(Encoding.ASCII.GetBytes(head + start), patience.Token);
        }

        await using (var cancelled = await OpenHttp2Async(patience.Token))
        {
            await cancelled.SendAsync((byte[])[.. PostOf(1, path, length: 40), .. Http2Frames.Body(1, "a=b"u8, ends: false), .. Http2Frames.Cancel(1)], patience.Token);
            await cancelled.SendAsync((byte[])[.. PostOf(3, path, length: 3), .. Http2Frames.Body(3, "a=b"u8, ends: true), .. Http2Frames.Cancel(3)], patience.Token);
            await cancelled.SendAsync((byte[])[.. PostOf(5, path, length: 40), .. Http2Frames.Body(5, "a=b"u8, ends: false)], patience.Token);
        }

        await AssertQuietAsync();
    }

    [TestCase("GET", "/oauth/device_verification")]
    [TestCase("GET", "/oauth/device_verification?user_code=BCDF-GHJK")]
    [TestCase("POST", "/oauth/device_verification")]
    [TestCase("GET", "/oauth/end_session")]
    [TestCase("POST", "/oauth/end_session")]
    [TestCase("GET", "/oauth/authorize?client_id=none")]
    [TestCase("GET", "/signin")]
    public async Task A_page_is_shown_without_a_warning_of_the_framework(string method, string path)
    {
        using var http = LabHost.CreateClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), _host.Url + path) { Headers = { { "Accept", "text/html" }, { "Cookie", "login=alice" } } };
        request.Content = method is "POST" ? new FormUrlEncodedContent([KeyValuePair.Create("user_code", "BCDF-GHJK")]) : null;
        using var page = await http.SendAsync(request);
        Assert.That(page.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/html"));
        await AssertQuietAsync();
        Assert.That(_host.Output, Does.Not.Match("warn: Microsoft.AspNetCore.(?!DataProtection)"));
    }

    private async Task AssertRefusedAsync(RawConnection connection, string request, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await connection.SendAsync(Encoding.Latin1.GetBytes(request), patience.Token);
        var answer = await connection.ReadAsync("POST", patience.Token);
        Assert.That(answer?.Status ?? 400, Is.LessThan(500), $"{what}: {answer?.Body}");
    }

    private async Task<RawConnection> OpenHttp2Async(CancellationToken cancellationToken)
    {
        var connection = await RawConnection.OpenAsync(Host, SslApplicationProtocol.Http2);
        await connection.SendAsync(Http2Frames.Preface, cancellationToken);
        return connection;
    }

    private static byte[] PostOf(int stream, string path, int length) => Http2Frames.Headers(
        stream, (":method", "POST"), (":scheme", "https"), (":authority", "localhost"), (":path", path), ("content-type", Form), ("content-length", $"{length}"));

    // A refusal with a mark of its own comes out of the log after everything that was logged before it.
    private async Task AssertQuietAsync()
    {
        var mark = $"mark-{Guid.NewGuid():N}";
        using var http = LabHost.CreateClient();
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("client_id", mark), KeyValuePair.Create("grant_type", "authorization_code")]);
        using var answer = await http.PostAsync($"{_host.Url}/oauth/token", form);
        var clock = Stopwatch.StartNew();
        while (!_host.Output.Contains(mark, StringComparison.Ordinal) && clock.Elapsed < TimeSpan.FromMinutes(1))
        {
            await Task.Delay(20);
        }

        Assert.That(_host.Output, Does.Contain(mark));
        Assert.That(_host.Output, Does.Not.Contain("fail: ").And.Not.Contain("crit: ").And.Not.Contain("\n         at "));
    }
}
