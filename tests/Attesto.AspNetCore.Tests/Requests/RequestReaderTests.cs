using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore.Tests.Requests;

public sealed class RequestReaderTests
{
    [TestCase("10.1.2.3", "10.0.0.0/8", true)]
    [TestCase("10.1.2.3", "10.9.9.9/8", true, Description = "host bits of a range do not matter")]
    [TestCase("11.1.2.3", "10.0.0.0/8", false)]
    [TestCase("::ffff:172.17.0.1", "172.16.0.0/12", true, Description = "a mapped peer is an IPv4 peer")]
    [TestCase("172.17.0.1", "::ffff:0:0/96", false, Description = "families never cross")]
    [TestCase("127.0.0.9", "loopback", true)]
    [TestCase("::1", "loopback", true)]
    [TestCase("::ffff:127.0.0.1", "loopback", true)]
    [TestCase("128.0.0.1", "loopback", false)]
    [TestCase("2001:db8::7", "2001:db8::/32", true)]
    [TestCase("2001:db9::7", "2001:db8::/32", false)]
    [TestCase("192.0.2.1", "192.0.2.1", true)]
    [TestCase("192.0.2.2", "192.0.2.1", false)]
    [TestCase("192.0.2.2", "any", true)]
    [TestCase("0.0.0.0", "10.0.0.0/33", false, Description = "malformed never matches")]
    public void Forwarded_headers_count_from_trusted_peers_only(string peer, string trusted, bool counts)
    {
        var request = Reader(trusted).Lift(Context(peer, ("X-Forwarded-Proto", "HTTPS"), ("X-Forwarded-Host", "auth.example"), ("X-Forwarded-For", "203.0.113.9")));
        Assert.That(
            (request.IsHttps, request.Url, request.ClientIp),
            Is.EqualTo(counts ? (true, "https://auth.example/oauth/token", "203.0.113.9") : (false, "http://internal:8080/oauth/token", Folded(peer))));
    }

    [Test]
    public void Nobody_is_trusted_by_default() =>
        Assert.That(Reader().Lift(Context("127.0.0.1", ("X-Forwarded-Proto", "https"))).IsHttps, Is.False);

    [TestCase("auth.example", null, "https://auth.example/oauth/token")]
    [TestCase("auth.example", "8443", "https://auth.example:8443/oauth/token")]
    [TestCase("auth.example", "443", "https://auth.example/oauth/token", Description = "a default port is left out")]
    [TestCase("auth.example:8443", "8443", "https://auth.example:8443/oauth/token", Description = "never two ports")]
    [TestCase("auth.example:443", null, "https://auth.example/oauth/token")]
    [TestCase("auth.example", "0", "https://auth.example/oauth/token")]
    [TestCase("auth.example", "65536", "https://auth.example/oauth/token")]
    [TestCase("auth.example", "x", "https://auth.example/oauth/token")]
    [TestCase("auth.example, inner.example", "80, 8443", "https://inner.example:8443/oauth/token", Description = "the right-most is the proxy's word")]
    [TestCase(null, null, "https://internal:8080/oauth/token", Description = "a proxy that keeps the Host header")]
    [TestCase("[2001:db8::1]:8443", null, "https://[2001:db8::1]:8443/oauth/token")]
    public void The_canonical_url_follows_the_trusted_proxy(string? host, string? port, string expected)
    {
        var http = Context("127.0.0.1", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", host), ("X-Forwarded-Port", port));
        Assert.That(Reader("loopback").Lift(http).Url, Is.EqualTo(expected));
    }

    [TestCase("203.0.113.9:4711", "203.0.113.9")]
    [TestCase("[2001:db8::9]:4711", "2001:db8::9")]
    [TestCase("::ffff:203.0.113.9", "203.0.113.9")]
    [TestCase("unknown", "127.0.0.1")]
    [TestCase("203.0.113.9, 198.51.100.4", "198.51.100.4", Description = "what stands left of it, the client wrote itself")]
    [TestCase("203.0.113.9, 198.51.100.4, 127.0.0.2", "198.51.100.4", Description = "a second trusted proxy")]
    public void The_client_is_the_right_most_address_that_no_trusted_proxy_wrote(string header, string expected) =>
        Assert.That(Reader("loopback").Lift(Context("127.0.0.1", ("X-Forwarded-For", header))).ClientIp, Is.EqualTo(expected));

    [Test]
    public void A_client_behind_anybody_chooses_no_address_either() =>
        Assert.That(Reader("any").Lift(Context("192.0.2.1", ("X-Forwarded-For", "203.0.113.9, 198.51.100.4"))).ClientIp, Is.EqualTo("198.51.100.4"));

    [Test]
    public void The_whole_host_sees_what_the_client_asked_for()
    {
        var http = Context("127.0.0.1", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "auth.example"), ("X-Forwarded-For", "203.0.113.9"));
        Reader("loopback").Lift(http);
        Assert.That(
            (http.Request.Scheme, http.Request.Host.Value, http.Connection.RemoteIpAddress?.ToString()),
            Is.EqualTo(("https", "auth.example", "203.0.113.9")));
    }

    [TestCase("api.example/api/reports?")]
    [TestCase("api.example/")]
    [TestCase("api.example:port")]
    [TestCase("api.example:0")]
    [TestCase("api.example:65536")]
    [TestCase("user@api.example")]
    [TestCase("auth.example, api.example#x")]
    [TestCase("a b")]
    [TestCase("xn--x")]
    public void A_forwarded_host_that_is_none_is_refused(string host)
    {
        Assert.That(Reader("loopback").FaultOf(Context("127.0.0.1", ("X-Forwarded-Host", host))), Does.Contain("X-Forwarded-Host"));
        Assert.That(Reader().FaultOf(Context("127.0.0.1", ("X-Forwarded-Host", host))), Is.Null, "nobody's word, so nothing to refuse");
    }

    [TestCase("/tenant", "/tenant/oauth/token")]
    [TestCase("/v1", "/v1/oauth/token", Description = "a resource of ours")]
    [TestCase("/other", "/oauth/token")]
    [TestCase(null, "/oauth/token")]
    public void A_path_that_the_proxy_stripped_is_part_of_the_url(string? prefix, string path)
    {
        var options = new AttestoOptions { Issuer = "https://as.example/tenant", Audience = "https://api.example/v1/reports" };
        var http = Context("127.0.0.1", ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "as.example"), ("X-Forwarded-Prefix", prefix));
        http.Features.Get<IHttpRequestFeature>()!.RawTarget = "/oauth/token?x=1";
        Assert.That(new Door(options, ["loopback"]).Lift(http).Url, Is.EqualTo($"https://as.example{path}"));
    }

    [TestCase("xn--x")]
    [TestCase("xn--x:8080")]
    public void A_host_that_no_name_can_be_decoded_from_is_refused(string host)
    {
        var http = Context("192.0.2.1");
        http.Request.Headers.Host = host;
        Assert.That(Reader().FaultOf(http), Does.Contain("Host header"));
    }

    [Test]
    public void Headers_of_a_peer_that_is_not_trusted_are_logged_once_with_the_setting()
    {
        List<string> log = [];
        var door = new Door(new AttestoOptions(), ["10.0.0.0/8"], log);
        for (var i = 0; i < 3; i++)
        {
            door.Lift(Context("192.0.2.7", ("X-Forwarded-Proto", "https")));
        }

        Assert.That(log, Is.EqualTo(new[] { "Forwarded headers (X-Forwarded-*) of 192.0.2.7 are ignored. If it is your proxy, add it to Attesto:TrustedProxies." }));
    }

    [Test]
    public void A_host_may_name_the_url_itself()
    {
        var reader = new RequestReader(Options.Create(new AttestoOptions()), [new Fixed("https://edge.example/t")], new KnownOrigins(new(), isServer: true));
        Assert.That(reader.Lift(Context("127.0.0.1")).Url, Is.EqualTo("https://edge.example/t"));
    }

    [TestCase("as.example", "https://as.example/oauth/token")]
    [TestCase("AS.example:443", "https://as.example/oauth/token")]
    [TestCase("mtls.example", "https://mtls.example/oauth/token", Description = "RFC 8705 §5: an alias is advertised")]
    [TestCase("api.example", "https://api.example/oauth/token", Description = "the audience")]
    [TestCase("evil.example", "https://as.example/oauth/token", Description = "RFC 9449 §11.1: a proof for another server is none for this one")]
    [TestCase("as.example.evil.example", "https://as.example/oauth/token")]
    [TestCase("as.example:8443", "https://as.example/oauth/token")]
    [TestCase("", "https://as.example/oauth/token")]
    public void The_host_of_a_request_chooses_among_known_origins_and_adds_none(string host, string url)
    {
        var options = new AttestoOptions { Issuer = "https://as.example/", Audience = "https://api.example/v1", Mtls = { AliasOrigin = "https://mtls.example" } };
        var http = Context("192.0.2.1");
        (http.Request.Scheme, http.Request.Host, http.Request.Path) = ("https", new HostString(host), "/oauth/token");
        var reader = new RequestReader(Options.Create(options), [], new KnownOrigins(options, isServer: true));
        Assert.That(reader.Lift(http).Url, Is.EqualTo(url));
    }

    [TestCase("https://api.example", null, "https://api.example/reports")]
    [TestCase("https://as.example", null, "https://api.example/reports", Description = "the issuer is another server")]
    [TestCase("https://internal.example", null, "https://api.example/reports")]
    [TestCase("https://internal.example", "https://internal.example", "https://internal.example/reports")]
    public void An_API_is_known_by_its_audience_or_its_configured_origins(string sent, string? configured, string url)
    {
        var options = new AttestoOptions { Issuer = "https://as.example", Audience = "https://api.example" };
        options.ProtectedResource.Origins = configured is null ? null : [configured];
        var http = Context("192.0.2.1");
        (http.Request.Scheme, http.Request.Host, http.Request.Path) = ("https", new HostString(new Uri(sent).Host), "/reports");
        Assert.That(new RequestReader(Options.Create(options), [], new KnownOrigins(options, isServer: false)).Lift(http).Url, Is.EqualTo(url));
    }

    [TestCase(ForwardedCertificateFormat.ByteSequence)]
    [TestCase(ForwardedCertificateFormat.Pem)]
    [TestCase(ForwardedCertificateFormat.UrlEncodedPem)]
    public void A_trusted_proxy_forwards_the_client_certificate(ForwardedCertificateFormat format)
    {
        using var certificate = Certificate();
        var pem = certificate.ExportCertificatePem();
        var value = format switch
        {
            ForwardedCertificateFormat.ByteSequence => $":{Convert.ToBase64String(certificate.RawData)}:",
            ForwardedCertificateFormat.Pem => pem.ReplaceLineEndings(" "),
            _ => Uri.EscapeDataString(pem),
        };
        var request = Reader(format, "loopback").Lift(Context("127.0.0.1", ("Client-Cert", value)));
        Assert.That(request.ClientCertificate?.Thumbprint, Is.EqualTo(certificate.Thumbprint));
        Assert.That(request.HasMalformedCertificate, Is.False);
    }

    [Test]
    public void Anybody_elses_certificate_header_is_ignored()
    {
        using var certificate = Certificate();
        var request = Reader(ForwardedCertificateFormat.ByteSequence, "loopback")
            .Lift(Context("192.0.2.1", ("Client-Cert", $":{Convert.ToBase64String(certificate.RawData)}:")));
        Assert.That((request.ClientCertificate, request.HasMalformedCertificate), Is.EqualTo(((X509Certificate2?)null, false)));
    }

    [TestCase(":AAAA:")]
    [TestCase(":not base64!:")]
    [TestCase("MIIB")]
    [TestCase("")]
    public void A_certificate_that_cannot_be_read_is_told(string value)
    {
        var request = Reader(ForwardedCertificateFormat.ByteSequence, "loopback").Lift(Context("127.0.0.1", ("Client-Cert", value)));
        Assert.That(request.HasMalformedCertificate, Is.True);
    }

    private static Door Reader(params string[] trusted) => new(new AttestoOptions(), trusted);

    private static Door Reader(ForwardedCertificateFormat format, params string[] trusted) => new(
        new AttestoOptions { Mtls = { Enabled = true, ForwardedCertificateHeader = "Client-Cert", ForwardedCertificateFormat = format } }, trusted);

    // The first middleware and the reader, as a request meets them.
    private sealed class Door(AttestoOptions options, string[] trusted, List<string>? log = null)
    {
        private readonly ForwardedRequests _forwarded = new(
            Options.Create(new AttestoHttpOptions { TrustedProxies = trusted }), new KnownOrigins(options, isServer: true), new ListLogging(log ?? []));

        public OAuthRequest Lift(HttpContext http)
        {
            Assert.That(_forwarded.Apply(http), Is.Null);
            return new RequestReader(Options.Create(options), [], new KnownOrigins(options, isServer: true)).Lift(http);
        }

        public string? FaultOf(HttpContext http) => _forwarded.Apply(http);
    }

    private sealed class ListLogging(List<string> lines) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));
    }

    private static DefaultHttpContext Context(string peer, params (string Name, string? Value)[] headers)
    {
        var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(peer) } };
        (http.Request.Method, http.Request.Scheme, http.Request.Host, http.Request.Path) = ("POST", "http", new HostString("internal:8080"), "/oauth/token");
        foreach (var (name, value) in headers)
        {
            http.Request.Headers[name] = value;
        }

        return http;
    }

    private static string Folded(string address) =>
        IPAddress.Parse(address) is var parsed && parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4().ToString() : parsed.ToString();

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }

    private sealed class Fixed(string url) : ICanonicalUrl
    {
        public string? UrlOf(HttpContext http) => url;
    }
}
