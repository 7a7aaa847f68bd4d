namespace Attesto.Clients;

/// <summary>A secret in the body (RFC 6749 §2.3.1).</summary>
/// <param name="secrets">Compares secrets.</param>
internal sealed class ClientSecretPost(ClientSecrets secrets) : IClientAuthenticationMethod
{
    public string Method => AuthenticationMethods.ClientSecretPost;

    public bool Recognizes(PresentedClient presented, Client client) => presented.Credential is PresentedCredential.Body;

    public async ValueTask<Enum?> VerifyAsync(PresentedClient presented, Client client, CancellationToken cancellationToken) =>
        await secrets.VerifyAsync(client, presented.Secret!, cancellationToken) ? null : ClientFault.WrongCredential;
}
