using Attesto.Events;
using Attesto.Issuing;
using Attesto.SenderConstraints;

namespace Attesto.Grants;

/// <summary>The refresh token grant (RFC 6749 §6): rotation with an idempotent grace period, or keeping (FAPI 2.0 §5.3.2.1). One read and one conditional
/// update of the grant's row.</summary>
/// <param name="grants">Where grants live.</param>
/// <param name="refreshTokens">Makes successors.</param>
/// <param name="checks">What a request may have of a grant.</param>
/// <param name="tokens">Makes access tokens.</param>
/// <param name="constraints">Records the proof.</param>
internal sealed class RefreshTokenGrant(
    IGrantStore grants, RefreshTokenIssuer refreshTokens, RefreshTokenChecks checks, TokenIssuer tokens, ISenderConstraints constraints) : IGrant
{
    /// <inheritdoc/>
    public async Task<Outcome<TokenResponse>> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (request[Parameters.RefreshToken] is not { } text)
        {
            return OAuthError.InvalidRequest("refresh_token is required");
        }

        if (!RefreshToken.TryParse(text, out var token) || await grants.FindAsync(token.GrantId, cancellationToken) is not { } grant)
        {
            return OAuthError.InvalidGrant(GrantFault.Unknown);
        }

        var use = new Use(token, grant, request);
        return token.StandingIn(grant) switch
        {
            Standing.Unknown => OAuthError.InvalidGrant(GrantFault.Unknown), // made up or altered: it ends nothing
            _ when grant.RevokedAt is not null => OAuthError.InvalidGrant(GrantFault.Revoked),
            Standing.Current => await UseAsync(use, cancellationToken),
            Standing.Previous when checks.IsHonestRetry(grant, request) => await RetryAsync(use, cancellationToken),
            _ => await EndAsync(use),
        };
    }

    private async Task<Outcome<TokenResponse>> UseAsync(Use use, CancellationToken cancellationToken)
    {
        if (checks.FaultOf(use.Grant, use.Request) is { } fault)
        {
            return OAuthError.InvalidGrant(fault);
        }

        return (await IssueAsync(use, cancellationToken)).TryGet(out var issued, out var error)
            ? checks.Keeps(use.Request.Client.Client) ? await KeepAsync(use, issued) : await RotateAsync(use, issued)
            : error;
    }

    // The client lost our answer, or asks for several things at once: it gets a token for what it asks now, and the same successor.
    private async Task<Outcome<TokenResponse>> RetryAsync(Use use, CancellationToken cancellationToken)
    {
        if (SuccessorOf(use.Token, use.Grant) is not { } successor)
        {
            return OAuthError.InvalidGrant(GrantFault.Spent);
        }

        return (await IssueAsync(use, cancellationToken)).TryGet(out var issued, out var error)
            ? Answer(issued, successor, EventName.RefreshRetried)
            : error;
    }

    // Every refusal in here leaves the token as it is, so that the client can correct its request.
    private async Task<Result<Issued>> IssueAsync(Use use, CancellationToken cancellationToken)
    {
        if (!(await checks.CheckAsync(use.Grant, use.Request, cancellationToken)).TryGet(out var issuance, out var error)
            || !(await tokens.ApproveAsync(use.Request, issuance, cancellationToken)).TryGet(out var approved, out error))
        {
            return error;
        }

        if (await constraints.CommitAsync(use.Request.Constraint, cancellationToken) is { } replayed)
        {
            return replayed;
        }

        return (await tokens.IssueAsync(approved, cancellationToken)).TryGet(out var issued, out error) ? new Issued(approved, issued) : error;
    }

    // From here on nothing is cancelled.
    private async Task<Outcome<TokenResponse>> RotateAsync(Use use, Issued issued)
    {
        var successor = use.Token.Next();
        var rotation = refreshTokens.Rotate(use.Grant, use.Token, successor, issued.Tokens.AccessToken.ExpiresAt, use.Request);
        if (await grants.RotateAsync(use.Grant.Id, rotation, CancellationToken.None))
        {
            return Answer(issued, successor, EventName.RefreshRotated);
        }

        // Another use of the same token was faster.
        return await grants.FindAsync(use.Grant.Id, CancellationToken.None) switch
        {
            null or { RevokedAt: not null } => OAuthError.InvalidGrant(GrantFault.Revoked),
            var grant when use.Token.StandingIn(grant) is Standing.Previous && checks.IsHonestRetry(grant, use.Request) =>
                SuccessorOf(use.Token, grant) is { } theirs ? Answer(issued, theirs, EventName.RefreshRetried) : OAuthError.InvalidGrant(GrantFault.Spent),
            _ => await EndAsync(use),
        };
    }

    private async Task<Outcome<TokenResponse>> KeepAsync(Use use, Issued issued)
    {
        var idleEnd = refreshTokens.IdleEnd(use.Grant.EndsAt);
        var keepUntil = refreshTokens.KeepUntil(idleEnd, issued.Tokens.AccessToken.ExpiresAt);
        return await grants.ExtendAsync(use.Grant.Id, use.Token.Generation, idleEnd, keepUntil, CancellationToken.None)
            ? Answer(issued, use.Token, EventName.TokenIssued)
            : OAuthError.InvalidGrant(GrantFault.Revoked);
    }

    // A spent token in other hands, or much too late: whoever holds the grant loses it (RFC 9700 §4.14.2).
    private async Task<Outcome<TokenResponse>> EndAsync(Use use)
    {
        await grants.RevokeAsync(use.Grant.Id, CancellationToken.None);
        return new(OAuthError.InvalidGrant(GrantFault.Replayed), [TokenEvents.ReuseDetected(use.Request)]);
    }

    private static RefreshToken? SuccessorOf(RefreshToken token, Grant grant) =>
        grant.RefreshToken is { ProtectedSuccessor: { } cipher, Current: var current } && token.Unprotect(cipher) is { } successor && successor.Hash == current
            ? successor
            : null;

    private static Outcome<TokenResponse> Answer(Issued issued, RefreshToken token, EventName happened) =>
        new(issued.Tokens.Response with { RefreshToken = token.Text }, [TokenEvents.Of(happened, issued.Approved)]);

    private sealed record Use(RefreshToken Token, Grant Grant, TokenRequest Request);

    private sealed record Issued(ApprovedIssuance Approved, IssuedTokens Tokens);
}
