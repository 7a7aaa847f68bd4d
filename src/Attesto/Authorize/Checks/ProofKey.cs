namespace Attesto.Authorize;

/// <summary>PKCE with S256 (RFC 7636 §4.3). A challenge that is sent is always enforced; only a confidential client can be exempted from sending one.</summary>
internal static class ProofKey
{
    internal static OAuthError? Require(AuthorizationContext context)
    {
        var method = context[Parameters.CodeChallengeMethod];
        if (context[Parameters.CodeChallenge] is not { } text)
        {
            return method is null && !IsRequired(context) ? null : OAuthError.InvalidRequest("code_challenge is missing");
        }

        if (method is not CodeChallenge.Method)
        {
            return OAuthError.InvalidRequest("code_challenge_method must be S256"); // absent means plain (RFC 7636 §4.3)
        }

        if (!CodeChallenge.TryParse(text, out var challenge))
        {
            return OAuthError.InvalidRequest("code_challenge is malformed");
        }

        context.Challenge = challenge;
        return null;
    }

    private static bool IsRequired(AuthorizationContext context) =>
        context.Client.IsPublic || context.Client.RequireDpop || context.Client.RequireMtls || (context.Client.RequirePkce ?? context.Options.Authorization.RequirePkce switch
        {
            PkceRequirement.NotRequired => false,
            PkceRequirement.RequiredUnlessNonce => context[Parameters.Nonce] is null || !context.Scope.Contains(RequestedScope.OpenId),
            _ => true,
        });
}
