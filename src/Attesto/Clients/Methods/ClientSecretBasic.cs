namespace Attesto.Clients;

/// <summary>A secret in the <c>Authorization</c> header (RFC 6749 §2.3.1).</summary>
/// <param name="secrets">Compares secrets.</param>
internal sealed class ClientSecretBasic(ClientSecrets secrets) : IClientAuthenticationMethod
{
    public string Method => AuthenticationMethods.ClientSecretBasic;

    public bool Recognizes(PresentedClient presented, Client client) => presented.Credential is PresentedCredential.Basic;

    public async ValueTask<Enum?> VerifyAsync(PresentedClient presented, Client client, CancellationToken cancellationToken) =>
        await secrets.VerifyAsync(client, presented.Secret!, cancellationToken)
        || (presented.PlainSecret is { Length: > 0 } plain && await secrets.VerifyAsync(client, plain, cancellationToken)) ? null : ClientFault.WrongCredential;
}
