using Attesto.Clients;

namespace Attesto.Authorize;

/// <summary>Who asks.</summary>
internal static class ClientIdentity
{
    /// <summary>At the authorization endpoint the client only names itself (RFC 6749 §3.1); what it may do follows from its registration.</summary>
    internal static async ValueTask<OAuthError?> Find(AuthorizationContext context, CheckServices services, CancellationToken cancellationToken)
    {
        // After a reference the client that it belongs to counts, which RFC 9126 §4 lets the browser name again.
        var clientId = context.Reference?.Request.ClientId ?? context[Parameters.ClientId];
        if (ClientIdentifier.IsWellFormed(clientId))
        {
            context.FoundClient = await services.Clients.FindAsync(clientId!, cancellationToken);
        }

        return context.FoundClient is { IsRevoked: false } ? null : OAuthError.InvalidRequest("client_id is missing or unknown");
    }

    /// <summary>A client that pushes proves who it is, as it does at the token endpoint: a public one by its name alone (RFC 9126 §2.1). Its credentials go no
    /// further.</summary>
    internal static async ValueTask<OAuthError?> Authenticate(AuthorizationContext context, CheckServices services, CancellationToken cancellationToken)
    {
        if (!(await services.Push.Authenticator.AuthenticateAsync(context.Http, allowPublic: true, cancellationToken)).TryGet(out var client, out var error))
        {
            return error;
        }

        context.FoundClient = client.Client;
        if (context[Parameters.ClientId] is { } clientId && clientId != client.Id)
        {
            return OAuthError.InvalidRequest("client_id is not the client that authenticated");
        }

        var rest = context.Parameters.Where(pair => pair.Key is not
            (Parameters.ClientId or Parameters.ClientSecret or Parameters.ClientAssertion or Parameters.ClientAssertionType));
        context.Parameters = new RequestParameters([new(Parameters.ClientId, client.Id), .. rest]);
        return null;
    }
}
