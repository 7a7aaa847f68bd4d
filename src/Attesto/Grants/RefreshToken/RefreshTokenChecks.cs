using Attesto.Issuing;
using Attesto.Resources;
using Attesto.Scopes;
using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>What a request may have of a grant (RFC 6749 §6), and when a spent refresh token may come back.</summary>
/// <param name="catalogue">What is still served.</param>
/// <param name="refreshTokens">Whether the grant still has a refresh token.</param>
/// <param name="options">The grace period and the server's own audience.</param>
/// <param name="clock">The present.</param>
internal sealed class RefreshTokenChecks(ScopeCatalogue catalogue, RefreshTokenIssuer refreshTokens, IOptions<AttestoOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan ShortestAccess = TimeSpan.FromSeconds(1); // what an access token's exp can say

    /// <summary>Why the newest token is refused, or null. It stays as it is, so that its client can correct the request.</summary>
    internal GrantFault? FaultOf(Grant grant, TokenRequest request) =>
        FindStranger(grant, request) ?? (grant.ExpiresAt <= clock.GetUtcNow() ? GrantFault.Expired : null);

    /// <summary>Whether a spent token comes back soon enough, from its own client with its own key. Its end no longer matters: the grace period decides.</summary>
    internal bool IsHonestRetry(Grant grant, TokenRequest request) =>
        options.Value.RefreshTokens.GracePeriod > TimeSpan.Zero
        && grant.RefreshToken is { RotatedAt: { } rotatedAt }
        && clock.GetUtcNow() - rotatedAt <= options.Value.RefreshTokens.GracePeriod
        && FindStranger(grant, request) is null;

    private static GrantFault? FindStranger(Grant grant, TokenRequest request) =>
        !string.Equals(grant.Authorization.ClientId, request.Client.Id, StringComparison.Ordinal) ? GrantFault.ClientMismatch :
        grant.DpopJkt is { } jkt && !request.Constraint.ProvesKey(jkt) ? GrantFault.ConstraintMismatch :
        grant.CertificateThumbprint is { } thumbprint && !request.Constraint.ProvesCertificate(thumbprint) ? GrantFault.ConstraintMismatch :
        null;

    /// <summary>What the request asks the grant for: all of it, or less. The grant itself stays whole (RFC 6749 §6, RFC 8707 §2.2).</summary>
    internal async ValueTask<Result<Issuance>> CheckAsync(Grant grant, TokenRequest request, CancellationToken cancellationToken)
    {
        var client = request.Client.Client;
        var granted = grant.Authorization;
        if (grant.EndsAt - clock.GetUtcNow() < ShortestAccess)
        {
            return OAuthError.InvalidGrant(GrantFault.Expired);
        }

        if (!NarrowScope(granted, request, client).TryGet(out var scope, out var error) || !NarrowResources(granted, request, client).TryGet(out var resources, out error))
        {
            return error;
        }

        // What was taken from the client since is gone, offline_access included.
        var left = granted with { Scope = catalogue.Restrict(granted.Scope, client) };
        return await refreshTokens.IssuesAsync(client, left, cancellationToken)
            ? new Issuance
            {
                GrantType = GrantTypes.RefreshToken,
                Scope = scope,
                Resources = resources.Values,
                Authorization = granted,
                HasIdToken = true,
                NotAfter = grant.EndsAt,
            }
            : OAuthError.InvalidGrant(GrantFault.RefreshNotAllowed);
    }

    internal bool Keeps(Client client) => (client.RefreshTokenUsage ?? options.Value.RefreshTokens.Usage) is RefreshTokenUsage.Keep;

    // A scope that was granted and is no longer served is left out; one that was never granted is refused.
    private Result<ScopeSet> NarrowScope(Authorization granted, TokenRequest request, Client client) =>
        request[Parameters.Scope] is not { } text ? catalogue.Restrict(granted.Scope, client) :
        ScopeSet.TryParse(text, out var scope) && scope.IsSubsetOf(granted.Scope) ? catalogue.Restrict(scope, client) :
        OAuthError.InvalidScope("the scope is malformed or beyond what was granted");

    private Result<ResourceIndicators> NarrowResources(Authorization granted, TokenRequest request, Client client) =>
        ResourceIndicators.Parse(request.Parameters.All(Parameters.Resource)).TryGet(out var named, out var error)
            ? named.Narrow(granted.Resources, client, options.Value)
            : error;
}
