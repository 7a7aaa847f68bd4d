using Attesto.Clients;
using Attesto.SenderConstraints;
using Microsoft.Extensions.Options;

namespace Attesto.Issuing;

/// <summary>Makes refresh tokens: the first of a family, and each successor.</summary>
/// <param name="store">Where they live.</param>
/// <param name="options">How long they live.</param>
/// <param name="clock">The present.</param>
/// <param name="policy">Whether an authorization comes with one; without a policy none does.</param>
internal sealed class RefreshTokenIssuer(
    IRefreshTokenStore store, IOptions<AttestoOptions> options, TimeProvider clock, IRefreshTokenPolicy? policy = null)
{
    /// <summary>True if the authorization comes with a refresh token: if server and client use them, and the policy says so.</summary>
    internal async ValueTask<bool> IssuesAsync(ApprovedIssuance approved, CancellationToken cancellationToken)
    {
        var client = approved.Request.Client.Client;
        var authorization = approved.Issuance.Authorization!;
        return client.MayUse(GrantTypes.RefreshToken)
            && options.Value.GrantTypesSupported?.Contains(GrantTypes.RefreshToken) != false
            && policy is not null
            && await policy.IssuesAsync(client, authorization with { Scope = approved.Scope }, cancellationToken);
    }

    /// <summary>Stores the first token of the authorization's family.</summary>
    /// <returns>The token's text, or <c>invalid_grant</c> if the family was revoked meanwhile.</returns>
    internal async Task<Result<string>> BeginFamilyAsync(ApprovedIssuance approved, CancellationToken cancellationToken)
    {
        var authorization = approved.Issuance.Authorization! with { Scope = approved.Scope, Resources = approved.Issuance.Resources };
        var text = Secret.New();
        var token = Make(text, authorization, clock.GetUtcNow(), approved.Request, bound: null);
        return await store.AddAsync(token, cancellationToken) ? text : OAuthError.InvalidGrant(GrantFault.FamilyRevoked);
    }

    /// <summary>The successor of a token. A public client's binding stays; an unbound token takes the one that the request proves.</summary>
    internal RefreshToken Succeed(RefreshToken parent, string text, Authorization authorization, TokenRequest request) =>
        Make(text, authorization, parent.FamilyStartedAt, request, parent);

    /// <summary>When a token that is used now ends: after lying unused, or with its family.</summary>
    internal DateTimeOffset EndOf(DateTimeOffset familyStartedAt)
    {
        var idle = clock.GetUtcNow() + options.Value.RefreshTokenLifetime;
        return options.Value.RefreshTokenFamilyLifetime is { } lifetime && familyStartedAt + lifetime < idle ? familyStartedAt + lifetime : idle;
    }

    // Confidential clients authenticate at every refresh, so their tokens are bound to them already (RFC 9449 §5, RFC 8705 §4).
    private RefreshToken Make(string text, Authorization authorization, DateTimeOffset familyStartedAt, TokenRequest request, RefreshToken? bound)
    {
        var binds = request.Client.Client.IsPublic;
        return new RefreshToken
        {
            Hash = TokenHash.Of(text),
            Authorization = authorization,
            DpopJkt = bound?.DpopJkt ?? (binds ? (request.Constraint as SenderConstraint.Dpop)?.Jkt : null),
            CertificateThumbprint = bound?.CertificateThumbprint ?? (binds ? (request.Constraint as SenderConstraint.Mtls)?.Thumbprint : null),
            ExpiresAt = EndOf(familyStartedAt),
            FamilyStartedAt = familyStartedAt,
        };
    }
}
