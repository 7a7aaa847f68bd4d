using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Attesto.AspNetCore.Outbound;

/// <summary>Somebody's https server on loopback that answers raw bytes, well-behaved or not.</summary>
internal sealed class StrangerServer : IAsyncDisposable
{
    public const string Host = "client.example";

    private static readonly X509Certificate2 Root = Issue("CN=Test Root", issuer: null, host: null);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Stream, CancellationToken, Task> _answer;
    private readonly X509Certificate2 _certificate;
    private readonly Task _loop;

    private StrangerServer(Func<Stream, CancellationToken, Task> answer, string certificateHost)
    {
        _answer = answer;
        _certificate = Issue($"CN={certificateHost}", Root, certificateHost);
        _listener.Start();
        _loop = LoopAsync();
    }

    public static X509Certificate2Collection TrustedRoots => [X509CertificateLoader.LoadCertificate(Root.RawData)];

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"https://{Host}:{Port}/doc";

    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<string> ServerNames { get; } = new();

    public int Connections { get; private set; }

    public static StrangerServer That(Func<Stream, CancellationToken, Task> answers, string certificateHost = Host) => new(answers, certificateHost);

    public static StrangerServer Answering(string head, string body = "{}", string status = "200 OK") => That(
        async (stream, cancellationToken) => await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{head}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _listener.Stop();
        _stop.Dispose();
        _certificate.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                _ = ServeAsync(socket);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // stopped
        }
    }

    private async Task ServeAsync(TcpClient socket)
    {
        using (socket)
        {
            try
            {
                await using var tls = new SslStream(socket.GetStream());
                await tls.AuthenticateAsServerAsync(
                    (_, hello, _, _) =>
                    {
                        ServerNames.Enqueue(hello.ServerName);
                        return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificate = _certificate });
                    },
                    state: null,
                    _stop.Token);
                if (await ReadRequestAsync(tls) is { Length: > 0 } request)
                {
                    Requests.Enqueue(request);
                }

                await _answer(tls, _stop.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or AuthenticationException or ObjectDisposedException)
            {
                // the client left, as it should
            }
        }
    }

    private async Task<string> ReadRequestAsync(Stream stream)
    {
        var buffer = new byte[16_384];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), _stop.Token);
            length += read;
            var text = Encoding.ASCII.GetString(buffer, 0, length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (read == 0 || (end >= 0 && length - end - 4 >= LengthOf(text)))
            {
                return text;
            }
        }
    }

    private static int LengthOf(string request) =>
        request.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line
            ? int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture)
            : 0;

    private static X509Certificate2 Issue(string name, X509Certificate2? issuer, string? host)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(issuer is null, false, 0, critical: true));
        if (host is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
        }

        var (from, until) = (DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), DateTimeOffset.FromUnixTimeSeconds(2_500_000_000));
        if (issuer is null)
        {
            return request.CreateSelfSigned(from, until);
        }

        using var leaf = request.Create(issuer, from, until, RandomNumberGenerator.GetBytes(8));
        using var withKey = leaf.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }
}
