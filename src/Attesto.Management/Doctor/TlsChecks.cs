using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Attesto.AspNetCore;

namespace Attesto.Management;

/// <summary>The TLS of a running server: its certificate, and the version that it agrees to.</summary>
internal static class TlsChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Notice = TimeSpan.FromDays(14); // to renew a certificate in

    private static readonly ServerCheck Trusted = new(
        "live.tls-trusted",
        CheckSeverity.Error,
        "RFC 9110 §4.3.4",
        "Clients trust the certificate.",
        "See the name in it, who issued it, and whether the proxy sends the whole chain.");

    private static readonly ServerCheck Expiry = new(
        "live.tls-expiry", CheckSeverity.Warning, "RFC 5280 §4.1.2.5", "The certificate is good for two weeks at least.", "Renew it.");

    private static readonly ServerCheck Version = new(
        "live.tls-version", CheckSeverity.Error, "RFC 9325 §3.1.1", "TLS is 1.2 or 1.3.", "Configure the proxy for TLS 1.2 and 1.3 alone.");

    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All => [Trusted, Expiry, Version];

    /// <summary>Shakes hands, whatever the certificate is; a server that cannot be reached is another check's.</summary>
    [SuppressMessage("Security", "CA5359", Justification = "Nothing is sent and nothing is believed: what is wrong with the certificate is what is asked.")]
    public static async Task<IReadOnlyList<Finding>> FindAsync(Uri server, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var errors = SslPolicyErrors.None;
        try
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(server.Host, server.Port, patience.Token);
            await using var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = server.Host,
                    RemoteCertificateValidationCallback = (_, _, _, found) =>
                    {
                        errors = found;
                        return true; // nothing is sent; what is wrong with it is what is asked
                    },
                },
                patience.Token);
            using var certificate = new X509Certificate2(tls.RemoteCertificate!);
            return [.. Judge(errors, certificate.NotAfter.ToUniversalTime(), tls.SslProtocol, clock.GetUtcNow())];
        }
        catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return [];
        }
        catch (AuthenticationException fault)
        {
            return [Version.Found($"No TLS version is agreed upon: {fault.InnerException?.Message ?? fault.Message}")];
        }
    }

    /// <summary>What is wrong with a handshake.</summary>
    public static IEnumerable<Finding> Judge(SslPolicyErrors errors, DateTime notAfter, SslProtocols version, DateTimeOffset now)
    {
        if (errors is not SslPolicyErrors.None)
        {
            yield return Trusted.Found($"The certificate is not trusted here: {errors}");
        }

        if (notAfter < now.UtcDateTime + Notice)
        {
            yield return Expiry.Found($"The certificate is good until {CommandOptions.Time(new DateTimeOffset(notAfter, TimeSpan.Zero))}");
        }

        if (version is not (SslProtocols.Tls12 or SslProtocols.Tls13))
        {
            yield return Version.Found($"The server agrees to {version}");
        }
    }
}
