using Attesto.Clients;

namespace Attesto.Authorize;

/// <summary>Who asks.</summary>
internal static class ClientIdentity
{
    /// <summary>At the authorization endpoint the client only names itself (RFC 6749 §3.1); what it may do follows from its registration.</summary>
    internal static async ValueTask<OAuthError?> Find(AuthorizationDraft draft, CheckSeams seams, CancellationToken cancellationToken)
    {
        // After a reference the client that it belongs to counts, which RFC 9126 §4 lets the browser name again.
        var clientId = draft.Reference?.Request.ClientId ?? draft[Parameters.ClientId];
        if (ClientIdentifier.IsWellFormed(clientId))
        {
            draft.FoundClient = await seams.Clients.FindAsync(clientId!, cancellationToken);
        }

        return draft.FoundClient is { IsRevoked: false } ? null : OAuthError.InvalidRequest("client_id is missing or unknown");
    }

    /// <summary>A client that pushes proves who it is, as it does at the token endpoint: a public one by its name alone (RFC 9126 §2.1). Its credentials go no
    /// further.</summary>
    internal static async ValueTask<OAuthError?> Authenticate(AuthorizationDraft draft, CheckSeams seams, CancellationToken cancellationToken)
    {
        if (!(await seams.Push.Authenticator.AuthenticateAsync(draft.Http, allowPublic: true, cancellationToken)).TryGet(out var client, out var error))
        {
            return error;
        }

        draft.FoundClient = client.Client;
        if (draft[Parameters.ClientId] is { } clientId && clientId != client.Id)
        {
            return OAuthError.InvalidRequest("client_id is not the client that authenticated");
        }

        var rest = draft.Parameters.Where(pair => pair.Key is not
            (Parameters.ClientId or Parameters.ClientSecret or Parameters.ClientAssertion or Parameters.ClientAssertionType));
        draft.Parameters = new RequestParameters([new(Parameters.ClientId, client.Id), .. rest]);
        return null;
    }
}
