using Attesto.Outbound;
using Attesto.SenderConstraints;
using Microsoft.Extensions.Options;

namespace Attesto.Clients;

/// <summary>A certificate for a key that the client registered (RFC 8705 §2.2).</summary>
/// <param name="keys">The clients' keys.</param>
/// <param name="options">Whether mutual TLS is on.</param>
internal sealed class SelfSignedTlsClientAuth(IRemoteKeys keys, IOptions<AttestoOptions> options) : IClientAuthenticationMethod
{
    public string Method => AuthenticationMethods.SelfSignedTlsClientAuth;

    public bool Recognizes(PresentedClient presented, Client client) =>
        presented.Credential is PresentedCredential.None && client.TokenEndpointAuthMethod is AuthenticationMethods.SelfSignedTlsClientAuth;

    public async ValueTask<Enum?> VerifyAsync(PresentedClient presented, Client client, CancellationToken cancellationToken) =>
        options.Value.Mtls.Enabled
        && presented.Request.ClientCertificate is { } certificate
        && await keys.FindAsync(client, null, cancellationToken) is { } registered
        && CertificateChecks.HasKeyOf(certificate, registered) ? null : ClientFault.WrongCredential;
}
