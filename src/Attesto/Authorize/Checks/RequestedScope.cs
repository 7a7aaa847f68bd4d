namespace Attesto.Authorize;

/// <summary>The <c>scope</c> parameter (RFC 6749 §3.3), held against catalogue and allowance before a person is asked, so that no code is burnt later.</summary>
internal static class RequestedScope
{
    internal const string OpenId = "openid";

    internal static ValueTask<OAuthError?> Read(AuthorizationContext context, CheckServices services, CancellationToken cancellationToken)
    {
        if (!services.Scopes.Read(context[Parameters.Scope], context.Client).TryGet(out var scope, out var error))
        {
            return ValueTask.FromResult<OAuthError?>(error);
        }

        context.Scope = scope;
        return ValueTask.FromResult<OAuthError?>(null);
    }
}
