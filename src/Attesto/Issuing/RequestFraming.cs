using System.Collections.Immutable;

namespace Attesto.Issuing;

/// <summary>What every credential-bearing endpoint refuses before it looks at credentials, in order.</summary>
internal static class RequestFraming
{
    private static readonly ImmutableArray<string> NeverInQuery =
        [Parameters.GrantType, Parameters.ClientId, Parameters.ClientSecret, Parameters.Scope];

    public static OAuthError? FindFault(OAuthRequest request, AttestoOptions options) =>
        request.Unreadable
        ?? FindQueryCredential(request.Query)
        ?? FindSeveralProofs(request, options)
        ?? (options.RequireHttps && !request.IsHttps ? OAuthError.InvalidRequest("TLS is required") : null)
        ?? (request.Parameters.FindRepeated() is null ? null : OAuthError.InvalidRequest("a parameter stands more than once"));

    private static OAuthError? FindQueryCredential(RequestParameters query)
    {
        foreach (var name in NeverInQuery)
        {
            if (query.Find(name) is not null)
            {
                return OAuthError.InvalidRequest($"{name} must not be in the query");
            }
        }

        return null;
    }

    // Proxies may join two headers with a comma; a proof has none.
    private static OAuthError? FindSeveralProofs(OAuthRequest request, AttestoOptions options) =>
        options.Dpop.Enabled && (request.Dpop.Length > 1 || (request.Dpop is [var header] && header.Contains(',')))
            ? new OAuthError(ErrorCodes.InvalidDpopProof, "more than one DPoP proof")
            : null;
}
