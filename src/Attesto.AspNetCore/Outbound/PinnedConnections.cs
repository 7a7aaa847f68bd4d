using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Attesto.AspNetCore;

/// <summary>Connects a request to the addresses that were checked for it, and to no other. TLS still names and verifies the host of the URL.</summary>
internal static class PinnedConnections
{
    private static readonly HttpRequestOptionsKey<IPAddress[]> Addresses = new("attesto.addresses");

    public static void Pin(HttpRequestMessage message, IPAddress[] addresses) => message.Options.Set(Addresses, addresses);

    /// <summary>No redirects, no proxy, no cookies, no decompression: each would be a way round the guard.</summary>
    /// <param name="trustedRoots">Roots to trust instead of the platform's; for tests.</param>
    /// <returns>A new pool of connections.</returns>
    public static SocketsHttpHandler CreateHandler(X509Certificate2Collection? trustedRoots = null) => new()
    {
        ConnectCallback = ConnectAsync,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxConnectionsPerServer = 4,
        MaxResponseHeadersLength = 16, // KiB
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
        SslOptions = trustedRoots is null ? new() : new() { CertificateChainPolicy = Trusting(trustedRoots) },
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (!context.InitialRequestMessage.Options.TryGetValue(Addresses, out var addresses))
        {
            throw new HttpRequestException("no address was checked for this request");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static X509ChainPolicy Trusting(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}
