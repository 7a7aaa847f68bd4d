using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Attesto.Interop.Raw;

/// <summary>One TLS connection to a lab, on which a test writes the bytes that it likes.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly TcpClient _socket;
    private readonly SslStream _tls;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private RawConnection(TcpClient socket, SslStream tls) => (_socket, _tls) = (socket, tls);

    public Stream Stream => _tls;

    public static async Task<RawConnection> OpenAsync(Uri host, SslApplicationProtocol protocol, X509Certificate2? certificate = null)
    {
        var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, host.Port);
        var tls = new SslStream(socket.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = host.Host,
            ApplicationProtocols = [protocol],
            CertificateChainPolicy = Trust(),
            ClientCertificates = certificate is null ? null : [certificate],
            LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
        });
        return new RawConnection(socket, tls);
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _tls.WriteAsync(bytes, cancellationToken);
        await _tls.FlushAsync(cancellationToken);
    }

    /// <summary>Goes away without a word, in the middle of whatever is going on.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    /// <summary>The next answer; null if the connection was closed instead. To a HEAD it has no body, whatever its length says (RFC 9112 §6.3).</summary>
    public async Task<RawAnswer?> ReadAsync(string method, CancellationToken cancellationToken)
    {
        if (await LineAsync(cancellationToken) is not { } status)
        {
            return null;
        }

        var headers = new List<string>();
        while (await LineAsync(cancellationToken) is { Length: > 0 } header)
        {
            headers.Add(header);
        }

        var answer = new RawAnswer(int.Parse(status.Split(' ')[1], CultureInfo.InvariantCulture), headers, "");
        return method is "HEAD" || answer.Status is < 200 or 204 or 304 ? answer : answer with { Body = await BodyAsync(answer, cancellationToken) };
    }

    public async ValueTask DisposeAsync()
    {
        await _tls.DisposeAsync();
        _socket.Dispose();
    }

    private static X509ChainPolicy Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(LabAuthority.Instance.Root);
        return policy;
    }

    private async Task<string> BodyAsync(RawAnswer answer, CancellationToken cancellationToken)
    {
        if (answer["Content-Length"] is { } length)
        {
            return await TextAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        }

        var body = new StringBuilder();
        while (answer["Transfer-Encoding"] is not null && await LineAsync(cancellationToken) is { } size)
        {
            var count = int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Append(await TextAsync(count, cancellationToken));
            _ = await LineAsync(cancellationToken);
            if (count == 0)
            {
                break;
            }
        }

        return body.ToString();
    }

    private async Task<string?> LineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (await ByteAsync(cancellationToken) is { } read)
        {
            if (read == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append((char)read);
        }

        return null;
    }

    private async Task<string> TextAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new List<byte>(count);
        while (bytes.Count < count && await ByteAsync(cancellationToken) is { } read)
        {
            bytes.Add(read);
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    private async ValueTask<byte?> ByteAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, await _tls.ReadAsync(_buffer, cancellationToken));
        }

        return _start == _end ? null : _buffer[_start++];
    }
}

/// <summary>What came back.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyList<string> Headers, string Body)
{
    public string? this[string name] =>
        Headers.FirstOrDefault(header => header.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
