namespace Attesto.Authorize;

/// <summary>PKCE with S256 (RFC 7636 §4.3). A challenge that is sent is always enforced; only a confidential client can be exempted from sending one.</summary>
internal static class ProofKey
{
    internal static OAuthError? Require(AuthorizationDraft draft)
    {
        var method = draft[Parameters.CodeChallengeMethod];
        if (draft[Parameters.CodeChallenge] is not { } text)
        {
            return method is null && !IsRequired(draft) ? null : OAuthError.InvalidRequest("code_challenge is missing");
        }

        if (method is not CodeChallenge.Method)
        {
            return OAuthError.InvalidRequest("code_challenge_method must be S256"); // absent means plain (RFC 7636 §4.3)
        }

        if (!CodeChallenge.TryParse(text, out var challenge))
        {
            return OAuthError.InvalidRequest("code_challenge is malformed");
        }

        draft.Challenge = challenge;
        return null;
    }

    private static bool IsRequired(AuthorizationDraft draft) =>
        draft.Client.IsPublic || draft.Client.RequireDpop || draft.Client.RequireMtls || (draft.Client.RequirePkce ?? draft.Options.RequirePkce switch
        {
            PkceRequirement.NotRequired => false,
            PkceRequirement.RequiredUnlessNonce => draft[Parameters.Nonce] is null || !draft.Scope.Contains(RequestedScope.OpenId),
            _ => true,
        });
}
