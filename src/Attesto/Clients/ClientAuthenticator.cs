using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace Attesto.Clients;

/// <summary>Proves who a client is (RFC 6749 §2.3), by whatever method it used.</summary>
/// <param name="clients">Where clients are looked up.</param>
/// <param name="methods">The registered methods.</param>
/// <param name="options">Which methods are allowed.</param>
internal sealed class ClientAuthenticator(
    IClientStore clients, IEnumerable<IClientAuthenticationMethod> methods, IOptions<AttestoOptions> options)
{
    // Unknown clients are checked against this one, so that they take as long as known ones.
    private static readonly Client StandIn = new() { Id = "", Secrets = [ClientSecret.Of(Secret.New())] };

    private readonly ImmutableArray<IClientAuthenticationMethod> _methods = [.. methods];

    /// <summary>The methods that an endpoint accepts, in the order they are advertised (RFC 8414 §2): that of the configuration, else <c>none</c> last, for clients
    /// with a secret that take the first entry.</summary>
    /// <param name="allowPublic">True if a public client may pass with its <c>client_id</c> alone.</param>
    /// <returns>Names as registered by RFC 7591 §2.</returns>
    public ImmutableArray<string> GetMethods(bool allowPublic) =>
        [.. InOrder().Where(name => options.Value.Offers(name) && (allowPublic || name is not AuthenticationMethods.None))];

    /// <summary>Authenticates the client of a request. Every failure looks the same from outside.</summary>
    /// <param name="request">The request.</param>
    /// <param name="allowPublic">True if a public client may pass with its <c>client_id</c> alone.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The client, or <c>invalid_client</c>; <c>invalid_request</c> if it used several methods at once.</returns>
    public async Task<Result<AuthenticatedClient>> AuthenticateAsync(OAuthRequest request, bool allowPublic, CancellationToken cancellationToken)
    {
        if (!PresentedClient.Read(request).TryGet(out var presented, out var error))
        {
            return ClientAuthenticationError.ForResponse(error, request, options.Value.ClientAuthentication.Realm);
        }

        var client = await FindAsync(presented.ClientId, cancellationToken)
            ?? (presented.PlainClientId is { } plain ? await FindAsync(plain, cancellationToken) : null);
        var method = Recognize(presented, client ?? StandIn);
        var wrong = method is null ? null : await method.VerifyAsync(presented, client ?? StandIn, cancellationToken);

        return (FaultOf(client, method, allowPublic) ?? wrong) is { } fault
            ? ClientAuthenticationError.ForResponse(ClientAuthenticationError.Failed(fault), request, options.Value.ClientAuthentication.Realm)
            : new AuthenticatedClient(client!, method!.Method);
    }

    private IEnumerable<string> InOrder()
    {
        var known = _methods.Select(method => method.Method);
        return options.Value.ClientAuthentication.Methods is { } configured ? configured.Intersect(known, StringComparer.Ordinal) : known;
    }

    private async ValueTask<Client?> FindAsync(string? clientId, CancellationToken cancellationToken) =>
        ClientIdentifier.IsWellFormed(clientId) ? await clients.FindAsync(clientId!, cancellationToken) : null;

    private IClientAuthenticationMethod? Recognize(PresentedClient presented, Client client)
    {
        foreach (var method in _methods)
        {
            if (method.Recognizes(presented, client))
            {
                return method;
            }
        }

        return null;
    }

    private Enum? FaultOf(Client? client, IClientAuthenticationMethod? method, bool allowPublic) => (client, method) switch
    {
        (null, _) => ClientFault.UnknownClient,
        (_, null) => ClientFault.UnknownMethod,
        ({ IsRevoked: true }, _) => ClientFault.RevokedClient,
        _ when !options.Value.Offers(method.Method) => ClientFault.MethodNotAllowed,
        _ when client.TokenEndpointAuthMethod is { } only && !string.Equals(only, method.Method, StringComparison.Ordinal) => ClientFault.MethodNotAllowed,
        _ when !allowPublic && method.Method is AuthenticationMethods.None => ClientFault.NeedsCredential,
        _ => null,
    };
}
