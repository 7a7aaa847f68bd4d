using Attesto.Resources;
using Attesto.Services;
using Attesto.Subjects;
using Microsoft.Extensions.Options;

namespace Attesto.Issuing;

/// <summary>Makes the tokens of every grant: asks the host, then signs. What lies between (recording the proof, spending the code) is the grant type's.</summary>
/// <param name="principals">Whom tokens are about.</param>
/// <param name="scopes">What the host grants.</param>
/// <param name="accessTokens">Signs access tokens.</param>
/// <param name="idTokens">Signs ID tokens.</param>
/// <param name="refreshTokens">Begins grants.</param>
/// <param name="subjects">What a client is told about people.</param>
/// <param name="resourceClaims">What an API is told about people.</param>
/// <param name="options">Which API gets what.</param>
internal sealed class TokenIssuer(
    IPrincipalPolicy principals,
    IScopePolicy scopes,
    AccessTokenIssuer accessTokens,
    OnDemand<IdTokenComposer> idTokens,
    OnDemand<RefreshTokenIssuer> refreshTokens,
    PairwiseSubjects subjects,
    OnDemand<ResourceClaims> resourceClaims,
    IOptions<AttestoOptions> options)
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
        var asked = new ScopeContext
        {
            Client = client,
            Subject = subject,
            GrantType = request[Parameters.GrantType] ?? issuance.GrantType,
            Requested = issuance.Scope,
            Resources = issuance.Resources,
        };
        if (!(await scopes.GrantAsync(asked, cancellationToken)).TryGet(out var scope, out var error))
        {
            return error;
        }

        if (!scope.IsSubsetOf(issuance.Scope))
        {
            return OAuthError.InvalidScope("the scope cannot be granted") with { Fault = GrantFault.PolicyExceeded };
        }

        var about = new PrincipalContext { Client = client, Subject = subject, Scope = scope, Authorization = issuance.Authorization };
        var principal = issuance.Principal ?? await principals.FindAsync(about, cancellationToken);
        return principal is null ? NoPrincipal(subject) : new ApprovedIssuance(request, issuance, principal, ToldSubject(client, issuance, principal), scope);
    }

    /// <summary>Signs an access token, and an ID token where the issuance has one.</summary>
    /// <param name="approved">What the host approved.</param>
    /// <param name="cancellationToken">Cancels the call; none after something was spent.</param>
    /// <returns>The tokens, or the refusal: never half an answer.</returns>
    public Task<Result<IssuedTokens>> IssueAsync(ApprovedIssuance approved, CancellationToken cancellationToken) =>
        SignAsync(approved, approved.Issuance.NotAfter, cancellationToken);

    /// <summary>Begins a grant: signs its first tokens, makes its refresh token as the policy says, and lets go of them once the grant is stored.</summary>
    /// <param name="approved">What the host approved; it has an authorization.</param>
    /// <param name="store">Stores the grant and spends what it is made from, in one step; false if that was spent already.</param>
    /// <param name="cancellationToken">Cancels the call, up to the store.</param>
    /// <returns>The tokens; or the refusal, whose fault is <see cref="GrantFault.Spent"/> if the store refused.</returns>
    internal async Task<Result<IssuedTokens>> BeginAsync(ApprovedIssuance approved, Func<Grant, Task<bool>> store, CancellationToken cancellationToken)
    {
        var (client, authorization) = (approved.Request.Client.Client, approved.Issuance.Authorization!);
        var first = approved.Issuance.HasRefreshToken && await refreshTokens.Value.IssuesAsync(client, authorization with { Scope = approved.Scope }, cancellationToken)
            ? RefreshToken.First(authorization.GrantId)
            : null;
        var endsAt = first is null ? null : refreshTokens.Value.EndOfGrant();
        if (!(await SignAsync(approved, endsAt ?? approved.Issuance.NotAfter, cancellationToken)).TryGet(out var issued, out var error))
        {
            return error;
        }

        if (!await store(refreshTokens.Value.Begin(approved, issued.AccessToken.ExpiresAt, endsAt, first)))
        {
            return OAuthError.InvalidGrant(GrantFault.Spent);
        }

        if (issued.Response.IdToken is not null)
        {
            await idTokens.Value.RememberAsync(approved);
        }

        return first is null ? issued : issued with { Response = issued.Response with { RefreshToken = first.Text } };
    }

    private async Task<Result<IssuedTokens>> SignAsync(ApprovedIssuance approved, DateTimeOffset? notAfter, CancellationToken cancellationToken)
    {
        var request = AccessTokenOf(approved, await DescribeAsync(approved, cancellationToken), notAfter);
        if (!(await accessTokens.IssueAsync(request, cancellationToken)).TryGet(out var accessToken, out var error))
        {
            return error;
        }

        string? idToken = null;
        if (approved.Issuance is { HasIdToken: true, Authorization: not null } && approved.Scope.Contains(StandardScopes.OpenId)
            && !(await idTokens.Value.ComposeAsync(approved, accessToken.Token, cancellationToken)).TryGet(out idToken, out error))
        {
            return error;
        }

        var response = new TokenResponse
        {
            AccessToken = accessToken.Token,
            TokenType = approved.Request.Constraint.TokenType,
            ExpiresIn = accessToken.ExpiresIn,
            Scope = approved.Scope.ToString(),
            IdToken = idToken,
        };
        return new IssuedTokens(response, accessToken, approved);
    }

    private async ValueTask<Principal> DescribeAsync(ApprovedIssuance approved, CancellationToken cancellationToken)
    {
        var wanted = AccessTokenFormat.Of(approved.Issuance.Resources, options.Value).Claims;
        var principal = wanted.IsEmpty ? approved.Principal : await resourceClaims.Value.AddAsync(approved, wanted, options.Value, cancellationToken);
        return principal with { Subject = approved.ToldSubject };
    }

    private static AccessTokenRequest AccessTokenOf(ApprovedIssuance approved, Principal principal, DateTimeOffset? notAfter) => new()
    {
        Principal = principal,
        ClientId = approved.Request.Client.Id,
        Scope = approved.Scope,
        Audience = approved.Issuance.Resources,
        SenderConstraint = approved.Request.Constraint,
        GrantId = approved.Issuance.Authorization?.GrantId ?? approved.Issuance.GrantId,
        AuthTime = approved.Issuance.Authorization?.AuthTime,
        Acr = approved.Issuance.Authorization?.Acr,
        Claims = approved.Issuance.Authorization?.Claims,
        NotAfter = notAfter,
        Actor = approved.Issuance.Actor,
    };

    // Only people have pairwise subjects: what no grant stands behind is about a client.
    private string ToldSubject(Client client, Issuance issuance, Principal principal) =>
        issuance is { Authorization: null, GrantId: null } ? principal.Subject : subjects.Of(client, principal.Subject);

    private static OAuthError NoPrincipal(string? subject) => subject is null
        ? OAuthError.InvalidRequest("no token can be issued to this client") with { Fault = GrantFault.NoPrincipal }
        : OAuthError.InvalidGrant(GrantFault.NoPrincipal);
}
