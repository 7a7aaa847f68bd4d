using System.Collections.Immutable;
using Attesto.Authorize;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>What is refused of the way a request arrived, before anybody looks at what it says: once, for every endpoint, and in this order.</summary>
internal sealed class RequestFraming(IOptions<AttestoOptions> options)
{
    // Servers and proxies write queries into their logs (RFC 6749 §2.3.1).
    private static readonly ImmutableArray<string> NeverInQuery =
        [Parameters.GrantType, Parameters.ClientId, Parameters.ClientSecret, Parameters.Scope];

    private readonly AttestoOptions _options = options.Value;

    /// <summary>The first fault; null for a public document, which is the same whatever is asked.</summary>
    public OAuthError? FaultOf(EndpointDefinition row, OAuthRequest request)
    {
        if (row.Class is RouteClass.Metadata)
        {
            return null;
        }

        return request.Unreadable
            ?? (row.AuthenticatesClients ? FindQueryCredential(request.Query) ?? FindSeveralProofs(request) : null)
            ?? (row.Endpoint is OAuthEndpoint.UserInfo ? null : FindInsecure(request)) // a protected resource says it with a challenge (RFC 6750 §3)
            ?? (row.Endpoint is OAuthEndpoint.Authorization ? null : FindRepeated(request)); // told to the client, once it is known where (RFC 6749 §4.1.2.1)
    }

    /// <summary>A request that did not come over TLS, where that is demanded (RFC 6749 §3.1, §3.2).</summary>
    public OAuthError? FindInsecure(OAuthRequest request) =>
        _options.RequireHttps && !request.IsHttps ? OAuthError.InvalidRequest("this endpoint is served over TLS only") : null;

    // RFC 6749 §3.1, §3.2; RFC 6750 §3.1.
    private static OAuthError? FindRepeated(OAuthRequest request) =>
        request.Parameters.FindRepeated() is { } name ? Repetition.Refusal(name) : null;

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

    // RFC 9449 §4.3. Proxies may join two headers with a comma; a proof has none.
    private OAuthError? FindSeveralProofs(OAuthRequest request) =>
        _options.Dpop.Enabled && (request.Dpop.Length > 1 || (request.Dpop is [var header] && header.Contains(',', StringComparison.Ordinal)))
            ? new OAuthError(ErrorCodes.InvalidDpopProof, "more than one DPoP proof")
            : null;
}
