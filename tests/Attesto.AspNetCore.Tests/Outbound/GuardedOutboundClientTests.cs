using System.Net;
using System.Net.Sockets;
using System.Text;
using Attesto.AspNetCore.Tests;
using Attesto.Outbound;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore.Outbound;

public sealed class GuardedOutboundClientTests
{
    private const string Metadata = "169.254.169.254";
    private const string Public = "93.184.216.34";

    private static readonly string[] Loopback = ["127.0.0.1"];

    private readonly List<GuardedOutboundClient> _clients = [];

    [TearDown]
    public void Dispose() => _clients.ForEach(client => client.Dispose());

    [Test]
    public async Task Connects_to_the_checked_address_under_the_name_of_the_URL()
    {
        await using var server = StrangerServer.Answering("Content-Type: application/json; charset=utf-8\r\n", """{"a":1}""");
        var resolver = new FixedResolver(Loopback);
        var answer = await Client(resolver).SendAsync(new OutboundRequest(server.Url), CancellationToken.None);
        var request = server.Requests.Single();
        Assert.Multiple(() =>
        {
            Assert.That(answer, Is.InstanceOf<OutboundAnswer.Answered>());
            Assert.That(((OutboundAnswer.Answered)answer).MediaType, Is.EqualTo("application/json"));
            Assert.That(Encoding.UTF8.GetString(((OutboundAnswer.Answered)answer).Body.Span), Is.EqualTo("""{"a":1}"""));
            Assert.That(resolver.Calls, Is.EqualTo(1));
            Assert.That(server.ServerNames, Is.EqualTo(new[] { StrangerServer.Host }));
            Assert.That(request, Does.StartWith("GET /doc HTTP/1.1").And.Contain($"Host: {StrangerServer.Host}:{server.Port}").And.Contain("Accept-Encoding: identity"));
            Assert.That(request, Does.Not.Contain("traceparent").IgnoreCase);
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Plain_http_is_spoken_to_loopback_alone_and_only_where_that_is_allowed(bool allowed)
    {
        await using var host = await TestHost.StartAsync(kestrel: true, pipeline: app => app.MapPost("/bcl", () => "taken"));
        var port = new Uri(host.App.Urls.First()).Port;
        var client = Client(new FixedResolver([Public]), allowed);
        var told = await client.SendAsync(new OutboundRequest($"http://127.0.0.1:{port}/bcl") { Form = [new("logout_token", "x")] }, CancellationToken.None);
        Assert.That((told as OutboundAnswer.Answered)?.Status, Is.EqualTo(allowed ? 200 : (int?)null));
        foreach (var url in (string[])["http://client.example/bcl", "http://127.0.0.1@client.example/", "http://127.0.0.1.client.example/", "http://10.0.0.1/"])
        {
            Assert.That(FaultOf(await client.SendAsync(new OutboundRequest(url), CancellationToken.None)), Is.EqualTo(OutboundFault.MalformedUrl), url);
        }
    }

    [TestCase(Metadata)]
    [TestCase(Public, "10.0.0.1")]
    [TestCase("10.0.0.1", Public)]
    [TestCase(Public, "::1")]
    [TestCase(Public, "::ffff:192.168.0.1")]
    [TestCase(Public, "64:ff9b::a9fe:a9fe")]
    [TestCase("127.0.0.1")]
    public async Task A_name_with_any_special_use_address_is_refused_and_nothing_is_connected(params string[] addresses)
    {
        await using var server = StrangerServer.Answering("");
        var answer = await Client(new FixedResolver(addresses), allowLoopback: false).SendAsync(new OutboundRequest(server.Url), CancellationToken.None);
        Assert.That((FaultOf(answer), server.Connections), Is.EqualTo((OutboundFault.ForbiddenAddress, 0)));
    }

    [TestCase("https://127.0.0.1/x")]
    [TestCase("https://2130706433/x")]
    [TestCase("https://0x7f.1/x")]
    [TestCase("https://0177.0.0.1/x")]
    [TestCase("https://127.1/x")]
    [TestCase("https://169.254.169.254/latest/meta-data")]
    [TestCase("https://[::1]/x")]
    [TestCase("https://[::ffff:169.254.169.254]/x")]
    [TestCase("https://[::ffff:a9fe:a9fe]/x")]
    [TestCase("https://[64:ff9b::a9fe:a9fe]/x")]
    [TestCase("https://[2002:a9fe:a9fe::]/x")]
    [TestCase("https://[fd00:ec2::254]/x")]
    [TestCase("https://[fe80::1%25eth0]/x")]
    public async Task An_address_literal_is_checked_like_a_name_and_never_resolved(string url)
    {
        var resolver = new FixedResolver([Public]);
        var answer = await Client(resolver, allowLoopback: false).SendAsync(new OutboundRequest(url), CancellationToken.None);
        Assert.That((FaultOf(answer), resolver.Calls), Is.EqualTo((OutboundFault.ForbiddenAddress, 0)));
    }

    [Test]
    public async Task A_name_that_changes_its_mind_after_the_check_gains_nothing()
    {
        await using var server = StrangerServer.That(async (stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"u8.ToArray(), cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken); // the connection stays open for reuse
        });
        var resolver = new FixedResolver(Loopback, [Metadata]);
        var client = Client(resolver);
        var first = await client.SendAsync(new OutboundRequest(server.Url), CancellationToken.None);
        Assert.That((first is OutboundAnswer.Answered, resolver.Calls), Is.EqualTo((true, 1)));
        var second = await client.SendAsync(new OutboundRequest(server.Url), CancellationToken.None);
        Assert.That((FaultOf(second), server.Connections), Is.EqualTo((OutboundFault.ForbiddenAddress, 1)));
    }

    [Test]
    public async Task A_redirect_is_reported_and_not_followed()
    {
        await using var server = StrangerServer.Answering($"Location: https://{Metadata}/latest/meta-data\r\n", status: "302 Found");
        var answer = await Client().SendAsync(new OutboundRequest(server.Url), CancellationToken.None);
        Assert.That(((answer as OutboundAnswer.Answered)?.Status, server.Connections), Is.EqualTo(((int?)302, 1)));
    }

    [TestCase(100, 100, true)]
    [TestCase(101, 100, false)]
    public async Task A_body_may_be_as_long_as_the_cap(int length, int cap, bool expected)
    {
        await using var server = StrangerServer.Answering("", new string('x', length));
        var answer = await Client().SendAsync(new OutboundRequest(server.Url) { MaxBodyLength = cap }, CancellationToken.None);
        Assert.That(answer is OutboundAnswer.Answered, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_chunked_body_past_the_cap_is_cut_off()
    {
        await using var server = StrangerServer.That(async (stream, cancellationToken) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), cancellationToken);
            while (true)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"400\r\n{new string('x', 0x400)}\r\n"), cancellationToken); // for ever
            }
        });
        var answer = await Client().SendAsync(new OutboundRequest(server.Url) { MaxBodyLength = 5120 }, CancellationToken.None);
        Assert.That(FaultOf(answer), Is.EqualTo(OutboundFault.TooLarge));
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", Description = "dripping a body")]
    [TestCase("HTTP/1.1 200 OK\r\nX-Slow: ", Description = "dripping a header")]
    [TestCase("", Description = "dripping a status line")]
    public async Task A_server_that_drips_bytes_is_given_up_on_time(string start)
    {
        await using var server = StrangerServer.That(async (stream, cancellationToken) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(start), cancellationToken);
            while (true)
            {
                await stream.WriteAsync("H"u8.ToArray(), cancellationToken);
                await Task.Delay(20, cancellationToken);
            }
        });
        var answer =
            await Client().SendAsync(new OutboundRequest(server.Url) { Timeout = TimeSpan.FromMilliseconds(400) }, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.That(FaultOf(answer), Is.EqualTo(OutboundFault.TimedOut));
    }

    [Test]
    public async Task A_server_that_never_speaks_TLS_is_given_up_on_time()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var url = $"https://{StrangerServer.Host}:{((IPEndPoint)silent.LocalEndpoint).Port}/x";
        var answer = await Client().SendAsync(new OutboundRequest(url) { Timeout = TimeSpan.FromMilliseconds(400) }, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.That(FaultOf(answer), Is.EqualTo(OutboundFault.TimedOut));
    }

    [TestCase("gzip")]
    [TestCase("br")]
    [TestCase("identity, deflate")]
    public async Task A_compressed_body_is_refused(string encoding)
    {
        await using var server = StrangerServer.Answering($"Content-Encoding: {encoding}\r\n");
        Assert.That(FaultOf(await Client().SendAsync(new OutboundRequest(server.Url), CancellationToken.None)), Is.EqualTo(OutboundFault.Encoded));
    }

    [Test]
    public async Task A_certificate_of_another_name_or_of_an_unknown_authority_is_refused()
    {
        await using var misnamed = StrangerServer.That((_, _) => Task.CompletedTask, certificateHost: "other.example");
        await using var server = StrangerServer.Answering("");
        var other = await Client().SendAsync(new OutboundRequest(misnamed.Url), CancellationToken.None);
        var untrusted = await Client(trustTestRoot: false).SendAsync(new OutboundRequest(server.Url), CancellationToken.None);
        Assert.That((FaultOf(other), FaultOf(untrusted)), Is.EqualTo((OutboundFault.ConnectionFailed, OutboundFault.ConnectionFailed)));
        Assert.That(misnamed.Requests.Concat(server.Requests), Is.Empty);
    }

    [TestCase("http://client.example/x")]
    [TestCase("HTTP://client.example/x")]
    [TestCase("https:/client.example/x")]
    [TestCase("https:///x")]
    [TestCase("https://user@client.example/x")]
    [TestCase("https://user:pw@client.example/x")]
    [TestCase("https://@client.example/x")]
    [TestCase("https://client.example/x#y")]
    [TestCase("https://client.example\\@169.254.169.254/x")]
    [TestCase("https://client.example/x y")]
    [TestCase("https://client.example/\t")]
    [TestCase("https://cliént.example/x")]
    [TestCase("file:///etc/passwd")]
    [TestCase("javascript:alert(1)")]
    [TestCase("data:application/json,{}")]
    [TestCase("//client.example/x")]
    [TestCase("")]
    public async Task A_URL_that_is_not_plain_https_is_refused_before_it_is_resolved(string url)
    {
        var resolver = new FixedResolver(Loopback);
        Assert.That((FaultOf(await Client(resolver).SendAsync(new OutboundRequest(url), CancellationToken.None)), resolver.Calls), Is.EqualTo((OutboundFault.MalformedUrl, 0)));
    }

    [Test]
    public async Task A_proxy_of_the_environment_is_not_used()
    {
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:1");
        try
        {
            await using var server = StrangerServer.Answering("");
            Assert.That(await Client().SendAsync(new OutboundRequest(server.Url), CancellationToken.None), Is.InstanceOf<OutboundAnswer.Answered>());
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [TestCase("", null)]
    [TestCase("Cache-Control: max-age=120\r\n", 120)]
    [TestCase("Cache-Control: public, max-age=120\r\nAge: 20\r\n", 100)]
    [TestCase("Cache-Control: max-age=10\r\nAge: 20\r\n", 0)]
    [TestCase("Cache-Control: no-store, max-age=120\r\n", 0)]
    [TestCase("Cache-Control: no-cache\r\n", 0)]
    [TestCase("Date: Thu, 01 Jan 2026 00:00:00 GMT\r\nExpires: Thu, 01 Jan 2026 00:10:00 GMT\r\n", 600)]
    [TestCase("Expires: 0\r\n", 0)]
    [TestCase("Cache-Control: max-age=banana\r\n", null)]
    public async Task Freshness_is_read_from_the_response(string headers, int? seconds)
    {
        await using var server = StrangerServer.Answering(headers);
        var answer = (OutboundAnswer.Answered)await Client().SendAsync(new OutboundRequest(server.Url), CancellationToken.None);
        Assert.That(answer.FreshFor?.TotalSeconds, Is.EqualTo(seconds));
    }

    [Test]
    public async Task A_form_is_posted()
    {
        await using var server = StrangerServer.Answering("");
        await Client().SendAsync(new OutboundRequest(server.Url) { Form = [new("logout_token", "a.b.c")] }, CancellationToken.None);
        Assert.That(server.Requests.Single(), Does.StartWith("POST /doc").And.Contain("application/x-www-form-urlencoded").And.EndWith("logout_token=a.b.c"));
    }

    [Test]
    public async Task A_name_without_an_address_and_a_closed_port_are_faults_not_exceptions()
    {
        var nowhere = await Client(new FixedResolver([[]])).SendAsync(new OutboundRequest("https://nowhere.example/x"), CancellationToken.None);
        var closed = await Client().SendAsync(new OutboundRequest("https://client.example:1/x"), CancellationToken.None);
        Assert.That((FaultOf(nowhere), FaultOf(closed)), Is.EqualTo((OutboundFault.Unresolvable, OutboundFault.ConnectionFailed)));
    }

    [Test]
    public async Task A_host_that_hangs_delays_nobody_who_asks_another()
    {
        await using var server = StrangerServer.Answering("Content-Type: application/json\r\n");
        using var enough = new CancellationTokenSource();
        var client = Client(new HangingResolver("slow.example", Loopback));
        var hanging = Enumerable.Range(0, 100).Select(i => client.SendAsync(new OutboundRequest($"https://slow.example/{i}") { Timeout = TimeSpan.FromMinutes(5) }, enough.Token))
            .ToList();
        var answer = await client.SendAsync(new OutboundRequest(server.Url) { Timeout = TimeSpan.FromMinutes(5) }, CancellationToken.None);
        Assert.That((answer is OutboundAnswer.Answered, hanging.Count(task => task.IsCompleted)), Is.EqualTo((true, 0)));
        await enough.CancelAsync();
        Assert.That(async () => await Task.WhenAll(hanging), Throws.InstanceOf<OperationCanceledException>());
    }

    private GuardedOutboundClient Client(IAddressResolver? resolver = null, bool allowLoopback = true, bool trustTestRoot = true)
    {
        var client = new GuardedOutboundClient(
            resolver ?? new FixedResolver(Loopback),
            Options.Create(new AttestoOptions { Outbound = { AllowLoopback = allowLoopback } }),
            TimeProvider.System,
            NullLogger<GuardedOutboundClient>.Instance,
            trustTestRoot ? StrangerServer.TrustedRoots : null);
        _clients.Add(client);
        return client;
    }

    private static OutboundFault? FaultOf(OutboundAnswer answer) => (answer as OutboundAnswer.Failed)?.Fault;

    private sealed class HangingResolver(string host, string[] others) : IAddressResolver
    {
        public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken)
        {
            if (name == host)
            {
                await Task.Delay(System.Threading.Timeout.Infinite, cancellationToken);
            }

            return [.. others.Select(IPAddress.Parse)];
        }
    }
}
