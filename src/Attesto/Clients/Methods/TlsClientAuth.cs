using System.Security.Cryptography.X509Certificates;
using Attesto.SenderConstraints;
using Microsoft.Extensions.Options;

namespace Attesto.Clients;

/// <summary>A certificate of a trusted authority (RFC 8705 §2.1).</summary>
/// <param name="options">Whether mutual TLS is on, and whom it trusts.</param>
/// <param name="clock">The present, for certificates that expire.</param>
internal sealed class TlsClientAuth(IOptions<AttestoOptions> options, TimeProvider clock) : IClientAuthenticationMethod, IDisposable
{
    private readonly Lazy<X509Certificate2Collection> _authorities = new(() => Load(options.Value.Mtls.TrustedAuthorities));

    public string Method => AuthenticationMethods.TlsClientAuth;

    public bool Recognizes(PresentedClient presented, Client client) =>
        presented.Credential is PresentedCredential.None && client.TokenEndpointAuthMethod is AuthenticationMethods.TlsClientAuth;

    public ValueTask<Enum?> VerifyAsync(PresentedClient presented, Client client, CancellationToken cancellationToken) => ValueTask.FromResult<Enum?>(
        options.Value.Mtls.Enabled
        && presented.Request.ClientCertificate is { } certificate
        && client.TlsClientAuthSubjectDn is { } subject
        && CertificateChecks.HasSubject(certificate, subject)
        && CertificateChecks.IsTrusted(certificate, _authorities.Value, clock.GetUtcNow(), options.Value.Mtls.RevocationMode) ? null : ClientFault.WrongCredential);

    public void Dispose()
    {
        foreach (var authority in _authorities.IsValueCreated ? _authorities.Value : [])
        {
            authority.Dispose();
        }
    }

    private static X509Certificate2Collection Load(string? pem) =>
        pem is null ? []
        : CertificateChecks.TryLoadAuthorities(pem, out var authorities) ? authorities
        : throw new InvalidOperationException("Attesto:Mtls:TrustedAuthorities holds no certificate"); // never fall back to the system's
}
