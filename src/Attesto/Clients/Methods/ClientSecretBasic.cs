namespace Attesto.Clients;

/// <summary>A secret in the <c>Authorization</c> header (RFC 6749 §2.3.1).</summary>
/// <param name="clients">Compares secrets.</param>
/// <param name="clock">The present, for secrets that expire.</param>
internal sealed class ClientSecretBasic(IClientStore clients, TimeProvider clock) : IClientAuthenticationMethod
{
    public string Method => AuthenticationMethods.ClientSecretBasic;

    public bool Recognizes(PresentedClient presented, Client client) => presented.Credential is PresentedCredential.Basic;

    public async ValueTask<bool> VerifyAsync(PresentedClient presented, Client client, CancellationToken cancellationToken) =>
        await VerifyAsync(client, presented.Secret!, cancellationToken)
        || (presented.PlainSecret is { Length: > 0 } plain && await VerifyAsync(client, plain, cancellationToken));

    private ValueTask<bool> VerifyAsync(Client client, string secret, CancellationToken cancellationToken) =>
        SecretLimits.Allow(secret) ? clients.VerifySecretAsync(client, secret, clock.GetUtcNow(), cancellationToken) : ValueTask.FromResult(false);
}
