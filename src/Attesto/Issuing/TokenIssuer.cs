namespace Attesto.Issuing;

/// <summary>Makes the tokens of every grant: asks the host, then signs. What lies between (recording the proof, spending the grant) is the grant's.</summary>
/// <param name="principals">Whom tokens are about.</param>
/// <param name="scopes">What the host grants.</param>
/// <param name="accessTokens">Signs access tokens.</param>
/// <param name="idTokens">Signs ID tokens.</param>
/// <param name="refreshTokens">Begins families of refresh tokens.</param>
internal sealed class TokenIssuer(
    IPrincipalPolicy principals, IScopePolicy scopes, AccessTokenIssuer accessTokens, IdTokenComposer idTokens, RefreshTokenIssuer refreshTokens)
{
    /// <summary>Asks the host's policies. Spends nothing, so that a refusal can be recovered from.</summary>
    /// <param name="request">The request.</param>
    /// <param name="issuance">What the grant asks for.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What may be issued, or the refusal.</returns>
    public async Task<Result<ApprovedIssuance>> ApproveAsync(TokenRequest request, Issuance issuance, CancellationToken cancellationToken)
    {
        var client = request.Client.Client;
        var subject = issuance.Authorization?.Subject;
        var asked = new ScopeRequest(client, subject, request[Parameters.GrantType] ?? issuance.GrantType, issuance.Scope, issuance.Resources);
        if (!(await scopes.GrantAsync(asked, cancellationToken)).TryGet(out var scope, out var error))
        {
            return error;
        }

        if (!scope.IsSubsetOf(issuance.Scope))
        {
            return OAuthError.InvalidScope("the scope cannot be granted") with { Fault = GrantFault.PolicyExceeded };
        }

        var principal = issuance.Principal ?? await principals.FindAsync(new PrincipalRequest(client, subject, scope), cancellationToken);
        return principal is null ? NoPrincipal(subject) : new ApprovedIssuance(request, issuance, principal, scope);
    }

    /// <summary>Signs the tokens. If an authorization begins here, an ID token comes with <c>openid</c> and a refresh token as the policy says.</summary>
    /// <param name="approved">What the host approved.</param>
    /// <param name="cancellationToken">Cancels the call; none after something was spent.</param>
    /// <returns>The tokens, or the refusal: never half an answer.</returns>
    public async Task<Result<IssuedTokens>> IssueAsync(ApprovedIssuance approved, CancellationToken cancellationToken)
    {
        if (!(await accessTokens.IssueAsync(AccessTokenOf(approved), cancellationToken)).TryGet(out var accessToken, out var error))
        {
            return error;
        }

        var response = new TokenResponse
        {
            AccessToken = accessToken.Token,
            TokenType = approved.Request.Constraint.TokenType,
            ExpiresIn = accessToken.ExpiresIn,
            Scope = approved.Scope.ToString(),
        };
        var issued = new IssuedTokens(response, accessToken, [TokenEvents.Of(EventName.TokenIssued, approved)]);
        return approved.Issuance is { IsFirst: true, Authorization: not null } ? await BeginAsync(approved, issued, cancellationToken) : issued;
    }

    private async Task<Result<IssuedTokens>> BeginAsync(ApprovedIssuance approved, IssuedTokens issued, CancellationToken cancellationToken)
    {
        var response = issued.Response;
        if (approved.Scope.Contains(StandardScopes.OpenId))
        {
            if (!(await idTokens.ComposeAsync(approved, response.AccessToken, cancellationToken)).TryGet(out var idToken, out var error))
            {
                return error;
            }

            response = response with { IdToken = idToken };
        }

        if (!await refreshTokens.IssuesAsync(approved, cancellationToken))
        {
            return issued with { Response = response };
        }

        return (await refreshTokens.BeginFamilyAsync(approved, cancellationToken)).TryGet(out var refreshToken, out var refusal)
            ? issued with
            {
                Response = response with { RefreshToken = refreshToken },
                Events = issued.Events.Add(TokenEvents.Of(EventName.RefreshIssued, approved)),
            }
            : refusal;
    }

    private static AccessTokenRequest AccessTokenOf(ApprovedIssuance approved) => new()
    {
        Principal = approved.Principal,
        ClientId = approved.Request.Client.Id,
        Scope = approved.Scope,
        Audience = approved.Issuance.Resources,
        SenderConstraint = approved.Request.Constraint,
        AuthTime = approved.Issuance.Authorization?.AuthTime,
        Acr = approved.Issuance.Authorization?.Acr,
        Claims = approved.Issuance.Authorization?.Claims,
        NotAfter = approved.Issuance.NotAfter,
        Actor = approved.Issuance.Actor,
    };

    private static OAuthError NoPrincipal(string? subject) => subject is null
        ? OAuthError.InvalidRequest("no token can be issued to this client") with { Fault = GrantFault.NoPrincipal }
        : OAuthError.InvalidGrant(GrantFault.NoPrincipal);
}
