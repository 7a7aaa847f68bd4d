using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Attesto.Authorize;

/// <summary>What makes a request this very one: the parameters that a check reads. Fields of the pages' own forms come and go, so they do not count.</summary>
internal static class RequestIdentity
{
    private static readonly string[] Parts =
    [
        Parameters.ClientId, Parameters.RedirectUri, Parameters.ResponseType, Parameters.ResponseMode, Parameters.Scope, Parameters.Resource, Parameters.State,
        Parameters.Nonce, Parameters.CodeChallenge, Parameters.CodeChallengeMethod, Parameters.DpopJkt, Parameters.Request, Parameters.RequestUri,
        Parameters.Prompt, Parameters.MaxAge, Parameters.AcrValues, Parameters.Claims, Parameters.LoginHint, Parameters.IdTokenHint, Parameters.UserCode,
    ];

    /// <summary>Base64url of SHA-256 over those of the parameters that count; 43 characters.</summary>
    internal static string Of(RequestParameters parameters)
    {
        var counted = parameters.Where(pair => Parts.Contains(pair.Key, StringComparer.Ordinal))
            .Select(pair => QueryComponent.Encode([pair])).Order(StringComparer.Ordinal);
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('&', counted))));
    }
}
