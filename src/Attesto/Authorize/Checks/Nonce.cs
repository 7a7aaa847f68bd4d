namespace Attesto.Authorize;

/// <summary>The nonce policy: it looks at the scope that counts, so a signed request cannot slip by with a harmless outer one.</summary>
internal static class Nonce
{
    internal static OAuthError? Require(AuthorizationContext context) =>
        context.Options.Authorization.RequireNonce && context.Scope.Contains(RequestedScope.OpenId) && context[Parameters.Nonce] is null
            ? OAuthError.InvalidRequest("nonce is missing")
            : null;
}
