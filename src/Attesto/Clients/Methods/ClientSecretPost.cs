namespace Attesto.Clients;

/// <summary>A secret in the body (RFC 6749 §2.3.1).</summary>
/// <param name="clients">Compares secrets.</param>
/// <param name="clock">The present, for secrets that expire.</param>
internal sealed class ClientSecretPost(IClientStore clients, TimeProvider clock) : IClientAuthenticationMethod
{
    public string Method => AuthenticationMethods.ClientSecretPost;

    public bool Recognizes(PresentedClient presented, Client client) => presented.Credential is PresentedCredential.Body;

    public ValueTask<bool> VerifyAsync(PresentedClient presented, Client client, CancellationToken cancellationToken) =>
        SecretLimits.Allow(presented.Secret!)
            ? clients.VerifySecretAsync(client, presented.Secret!, clock.GetUtcNow(), cancellationToken)
            : ValueTask.FromResult(false);
}
