using Attesto.Services;

namespace Attesto.Clients;

/// <summary>An assertion signed with the client's key (RFC 7523 §2.2).</summary>
/// <param name="assertions">Verifies assertions.</param>
internal sealed class PrivateKeyJwt(OnDemand<ClientAssertionVerifier> assertions) : IClientAuthenticationMethod
{
    public string Method => AuthenticationMethods.PrivateKeyJwt;

    public bool Recognizes(PresentedClient presented, Client client) => presented.Credential is PresentedCredential.Assertion;

    public async ValueTask<Enum?> VerifyAsync(PresentedClient presented, Client client, CancellationToken cancellationToken) =>
        presented.Request.Parameters[Parameters.ClientAssertionType] is ClientAssertion.JwtBearer
            ? await assertions.Value.VerifyAsync(presented.Assertion!, client, cancellationToken)
            : ClientFault.WrongCredential;
}
