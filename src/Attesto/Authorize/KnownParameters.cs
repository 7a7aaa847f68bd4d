using System.Collections.Frozen;

namespace Attesto.Authorize;

/// <summary>The parameters of a front-channel request that this server knows. A message may name these; any other name is the caller's own text.</summary>
internal static class KnownParameters
{
    private static readonly FrozenSet<string> Names = FrozenSet.Create(
        StringComparer.Ordinal,
        Parameters.AcrValues, Parameters.Audience, Parameters.Claims, Parameters.ClientAssertion, Parameters.ClientAssertionType, Parameters.ClientId,
        Parameters.ClientSecret, Parameters.CodeChallenge, Parameters.CodeChallengeMethod, Parameters.Display, Parameters.DpopJkt, Parameters.IdTokenHint,
        Parameters.LoginHint, Parameters.LogoutHint, Parameters.MaxAge, Parameters.Nonce, Parameters.PostLogoutRedirectUri, Parameters.Prompt,
        Parameters.RedirectUri, Parameters.Request, Parameters.RequestUri, Parameters.Resource, Parameters.ResponseMode, Parameters.ResponseType,
        Parameters.Scope, Parameters.State, Parameters.UiLocales, Parameters.UserCode);

    internal static bool Contains(string name) => Names.Contains(name);
}
