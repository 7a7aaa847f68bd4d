using Attesto.Events;
using Attesto.Issuing;
using Attesto.Scopes;
using Attesto.SenderConstraints;

namespace Attesto.Grants;

/// <summary>The refresh token grant (RFC 6749 §6): rotation with an idempotent grace period, or keeping (FAPI 2.0 §5.3.2.1).</summary>
/// <param name="store">Where refresh tokens live.</param>
/// <param name="refreshTokens">Makes successors.</param>
/// <param name="checks">What a request may have of a token.</param>
/// <param name="catalogue">What is still served.</param>
/// <param name="tokens">Makes access tokens.</param>
/// <param name="constraints">Records the proof.</param>
internal sealed class RefreshTokenGrant(
    IRefreshTokenStore store,
    RefreshTokenIssuer refreshTokens,
    RefreshTokenChecks checks,
    ScopeCatalogue catalogue,
    TokenIssuer tokens,
    ISenderConstraints constraints) : IGrant
{
    /// <inheritdoc/>
    public string GrantType => GrantTypes.RefreshToken;

    /// <inheritdoc/>
    public bool? Switch => null;

    /// <inheritdoc/>
    public bool NeedsConfidentialClient => false;

    /// <inheritdoc/>
    public async Task<Outcome<TokenResponse>> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (request[Parameters.RefreshToken] is not { } text)
        {
            return OAuthError.InvalidRequest("refresh_token is required");
        }

        return await store.FindAsync(TokenHash.Of(text), cancellationToken) switch
        {
            null => OAuthError.InvalidGrant(GrantFault.Unknown),
            { FamilyRevoked: true } => OAuthError.InvalidGrant(GrantFault.FamilyRevoked),
            { Rotation: null } unspent => await FirstUseAsync(new Use(text, unspent.Token, request), cancellationToken),
            var spent => checks.FindSuccessor(spent, request) is { } successor
                ? await RetryAsync(new Use(text, spent.Token, request), successor, cancellationToken)
                : await RevokeAsync(spent.Token, request),
        };
    }

    private async Task<Outcome<TokenResponse>> FirstUseAsync(Use use, CancellationToken cancellationToken)
    {
        if (!(await IssueAsync(use, checks.Admit(use.Token, use.Request), cancellationToken)).TryGet(out var issued, out var error))
        {
            return error;
        }

        return checks.Keeps(use.Request.Client.Client) ? await KeepAsync(use, issued) : await RotateAsync(use, issued);
    }

    // The client lost our answer, or asked twice at once: it gets the same successor, and a fresh access token.
    private async Task<Outcome<TokenResponse>> RetryAsync(Use use, string successor, CancellationToken cancellationToken) =>
        (await IssueAsync(use, checks.AdmitSpent(use.Token, use.Request), cancellationToken)).TryGet(out var issued, out var error)
            ? Answer(issued.Tokens, successor)
            : error;

    // Every refusal in here leaves the token as it is, so that the client can correct its request.
    private async Task<Result<Issued>> IssueAsync(Use use, Result<Authorization> admitted, CancellationToken cancellationToken)
    {
        if (!admitted.TryGet(out var authorization, out var error)
            || !(await tokens.ApproveAsync(use.Request, Order(authorization, use.Request), cancellationToken)).TryGet(out var approved, out error))
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
        var text = Secret.New();
        var successor = refreshTokens.Succeed(use.Token, text, issued.Approved.Issuance.Authorization!, use.Request);
        if (await store.RotateAsync(use.Token.Hash, successor, checks.Protect(text), CancellationToken.None))
        {
            return Answer(issued.Tokens with { Events = [TokenEvents.Of(EventName.RefreshRotated, issued.Approved)] }, text);
        }

        return await store.FindAsync(use.Token.Hash, CancellationToken.None) switch
        {
            { FamilyRevoked: false, Rotation: not null } spent => checks.FindSuccessor(spent, use.Request) is { } theirs
                ? Answer(issued.Tokens, theirs)
                : await RevokeAsync(use.Token, use.Request),
            _ => OAuthError.InvalidGrant(GrantFault.FamilyRevoked),
        };
    }

    private async Task<Outcome<TokenResponse>> KeepAsync(Use use, Issued issued) =>
        await store.ExtendAsync(use.Token.Hash, refreshTokens.EndOf(use.Token.FamilyStartedAt), CancellationToken.None)
            ? Answer(issued.Tokens, use.Text)
            : OAuthError.InvalidGrant(GrantFault.FamilyRevoked);

    // A spent token in other hands, or much too late: whoever holds its family loses it (RFC 9700 §4.14).
    private async Task<Outcome<TokenResponse>> RevokeAsync(RefreshToken token, TokenRequest request)
    {
        await store.RevokeFamilyAsync(token.Authorization.FamilyId, CancellationToken.None);
        return new(OAuthError.InvalidGrant(GrantFault.Replayed), [TokenEvents.ReuseDetected(request)]);
    }

    private Issuance Order(Authorization authorization, TokenRequest request) => new()
    {
        GrantType = GrantTypes.RefreshToken,
        Scope = catalogue.Restrict(authorization.Scope, request.Client.Client),
        Resources = authorization.Resources,
        Authorization = authorization,
    };

    private static Outcome<TokenResponse> Answer(IssuedTokens issued, string refreshToken) =>
        new(issued.Response with { RefreshToken = refreshToken }, issued.Events);

    private sealed record Use(string Text, RefreshToken Token, TokenRequest Request);

    private sealed record Issued(ApprovedIssuance Approved, IssuedTokens Tokens);
}
