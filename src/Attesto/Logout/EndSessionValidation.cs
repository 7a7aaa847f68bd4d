using Attesto.Authorize;
using Attesto.Issuing;
using Attesto.Jose;
using Microsoft.Extensions.Options;

namespace Attesto.Logout;

/// <summary>The checks of a logout request (OpenID Connect RP-Initiated Logout §2, §3).</summary>
internal sealed class EndSessionValidation(IClientStore clients, IdTokenVerifier idTokens, IOptions<AttestoOptions> options)
{
    internal async ValueTask<Result<EndSessionRequest>> ValidateAsync(OAuthRequest request, CancellationToken cancellationToken)
    {
        if (FaultOf(request) is { } fault)
        {
            return fault;
        }

        var parameters = request.Parameters;
        VerifiedIdToken? hint = null;
        if (parameters[Parameters.IdTokenHint] is { } text && !(await idTokens.VerifyHintAsync(text, cancellationToken)).TryGet(out hint, out var error))
        {
            // Signed by a key that has been retired: whoever it was about may sign out all the same, when they are asked.
            return error.Fault is TokenFault.UnknownKey ? Nameless(parameters) : error;
        }

        var clientId = parameters[Parameters.ClientId];
        if (hint is null && clientId is null)
        {
            return Nameless(parameters);
        }

        if (hint is not null && clientId is not null && clientId != hint.ClientId)
        {
            return OAuthError.InvalidRequest("client_id is not the client of id_token_hint");
        }

        var client = await FindAsync(hint?.ClientId ?? clientId, cancellationToken);
        return parameters[Parameters.PostLogoutRedirectUri] is { } uri && !IsRegistered(client, uri)
            ? OAuthError.InvalidRequest("post_logout_redirect_uri is not registered for this client")
            : Nameless(parameters) with
            {
                Client = client,
                Subject = hint?.Subject,
                SessionId = hint?.SessionId,
                PostLogoutRedirectUri = parameters[Parameters.PostLogoutRedirectUri],
            };
    }

    // Nobody says which client asks, so nothing vouches for a way back: the person is asked, signs out, and stays here (RP-Initiated Logout §2, §3).
    private static EndSessionRequest Nameless(RequestParameters parameters) => new()
    {
        LogoutHint = parameters[Parameters.LogoutHint],
        UiLocales = [.. (parameters[Parameters.UiLocales] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        FrontChannel = parameters,
    };

    private static OAuthError? FaultOf(OAuthRequest request) =>
        request.Parameters.Any(pair => !Wellformedness.IsAcceptable(pair.Key, pair.Value))
            ? OAuthError.InvalidRequest("a parameter is too long or not well-formed text")
            : null;

    private async ValueTask<Client?> FindAsync(string? clientId, CancellationToken cancellationToken) =>
        clientId is not null && await clients.FindAsync(clientId, cancellationToken) is { IsRevoked: false } client ? client : null;

    private bool IsRegistered(Client? client, string uri) =>
        client is not null && RedirectUris.IsRegisteredForLogout(client, uri, options.Value.Clients.AllowLocalhostRedirects);
}
