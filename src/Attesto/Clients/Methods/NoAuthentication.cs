namespace Attesto.Clients;

/// <summary>A public client names itself and proves nothing (RFC 6749 §2.1).</summary>
internal sealed class NoAuthentication : IClientAuthenticationMethod
{
    public string Method => AuthenticationMethods.None;

    public bool Recognizes(PresentedClient presented, Client client) =>
        presented.Credential is PresentedCredential.None
        && client.TokenEndpointAuthMethod is not (AuthenticationMethods.TlsClientAuth or AuthenticationMethods.SelfSignedTlsClientAuth);

    public ValueTask<Enum?> VerifyAsync(PresentedClient presented, Client client, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Enum?>(client.IsPublic ? null : ClientFault.WrongCredential);
}
