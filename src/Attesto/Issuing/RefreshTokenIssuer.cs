using Attesto.Clients;
using Attesto.SenderConstraints;
using Microsoft.Extensions.Options;

namespace Attesto.Issuing;

/// <summary>Begins grants, and makes the successors of their refresh tokens. Nothing is stored here.</summary>
/// <param name="options">How long they live.</param>
/// <param name="clock">The present.</param>
/// <param name="policy">Whether a grant has a refresh token; without a policy none has.</param>
internal sealed class RefreshTokenIssuer(IOptions<AttestoOptions> options, TimeProvider clock, IRefreshTokenPolicy? policy = null)
{
    /// <summary>True if the grant has a refresh token, or still may use it: if server and client use them, and the policy says so.</summary>
    internal async ValueTask<bool> IssuesAsync(Client client, Authorization authorization, CancellationToken cancellationToken) =>
        client.MayUse(GrantTypes.RefreshToken)
        && options.Value.Tokens.GrantTypes?.Contains(GrantTypes.RefreshToken) != false
        && policy is not null
        && await policy.IssuesAsync(new RefreshTokenContext { Client = client, Authorization = authorization }, cancellationToken);

    /// <summary>When a grant that begins now ends, however it is used; null if never.</summary>
    internal DateTimeOffset? EndOfGrant() => clock.GetUtcNow() + options.Value.RefreshTokens.FamilyLifetime;

    /// <summary>The grant of a first issuance.</summary>
    /// <param name="approved">What the host approved; it has an authorization.</param>
    /// <param name="accessTokenEnd">When the access token beside it ends.</param>
    /// <param name="endsAt">When the grant ends, or null.</param>
    /// <param name="first">Its refresh token, or null for none.</param>
    internal Grant Begin(ApprovedIssuance approved, DateTimeOffset accessTokenEnd, DateTimeOffset? endsAt, RefreshToken? first)
    {
        var now = clock.GetUtcNow();
        var idle = first is null ? accessTokenEnd : IdleEnd(endsAt);
        var grant = new Grant
        {
            // All of the resources, even if this access token is for some of them (RFC 8707 §2.2); what the policies add or take is asked anew with every token.
            Authorization = approved.Issuance.Authorization! with { Scope = approved.Issuance.Scope },
            CreatedAt = now,
            LastUsedAt = now,
            ExpiresAt = idle,
            EndsAt = endsAt,
            KeepUntil = KeepUntil(idle, accessTokenEnd),
            RefreshToken = first is null ? null : new RefreshTokenState(first.FamilyHash, first.Generation, first.Hash),
        };
        return first is null ? grant : Bound(grant, approved.Request);
    }

    /// <summary>What takes the place of a presented token.</summary>
    /// <param name="grant">The grant.</param>
    /// <param name="presented">The token that is spent.</param>
    /// <param name="successor">The next one.</param>
    /// <param name="accessTokenEnd">When the access token beside it ends.</param>
    /// <param name="request">The request, whose proof binds a token that is not bound yet.</param>
    internal Rotation Rotate(Grant grant, RefreshToken presented, RefreshToken successor, DateTimeOffset accessTokenEnd, TokenRequest request)
    {
        var (idle, bound) = (IdleEnd(grant.EndsAt), Bound(grant, request));
        return new Rotation
        {
            Generation = presented.Generation,
            Successor = successor.Hash,
            ProtectedSuccessor = options.Value.RefreshTokens.GracePeriod > TimeSpan.Zero ? presented.Protect(successor) : null,
            ExpiresAt = idle,
            KeepUntil = KeepUntil(idle, accessTokenEnd),
            DpopJkt = bound.DpopJkt,
            CertificateThumbprint = bound.CertificateThumbprint,
        };
    }

    /// <summary>When a refresh token that is used now ends: after lying unused, or with its grant.</summary>
    internal DateTimeOffset IdleEnd(DateTimeOffset? endsAt)
    {
        var idle = clock.GetUtcNow() + options.Value.RefreshTokens.Lifetime;
        return endsAt < idle ? endsAt.Value : idle;
    }

    /// <summary>When all that came of a use is over; a retry within the grace period may get an access token that ends a little later.</summary>
    internal DateTimeOffset KeepUntil(DateTimeOffset idleEnd, DateTimeOffset accessTokenEnd)
    {
        var last = accessTokenEnd + options.Value.RefreshTokens.GracePeriod;
        return last > idleEnd ? last : idleEnd;
    }

    // Confidential clients authenticate at every refresh, so their tokens are bound to them already (RFC 9449 §5, RFC 8705 §4). A binding stays.
    private static Grant Bound(Grant grant, TokenRequest request) => request.Client.Client.IsPublic
        ? grant with
        {
            DpopJkt = grant.DpopJkt ?? (request.Constraint as SenderConstraint.Dpop)?.Jkt,
            CertificateThumbprint = grant.CertificateThumbprint ?? (request.Constraint as SenderConstraint.Mtls)?.Thumbprint,
        }
        : grant;
}
