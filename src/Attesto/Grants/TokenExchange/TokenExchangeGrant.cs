using Attesto.Events;
using Attesto.Issuing;
using Attesto.Scopes;
using Attesto.SenderConstraints;

namespace Attesto.Grants;

/// <summary>The token exchange grant (RFC 8693): an access token for a narrower one or for another API, for oneself or on behalf of its subject.</summary>
/// <param name="exchange">Reads the presented tokens.</param>
/// <param name="catalogue">What may be asked for.</param>
/// <param name="tokens">Makes the token.</param>
/// <param name="constraints">Records the proof.</param>
/// <param name="targets">What the token will be for.</param>
internal sealed class TokenExchangeGrant(
    ExchangedTokens exchange, ScopeCatalogue catalogue, TokenIssuer tokens, ISenderConstraints constraints, ExchangeTargets targets) : IGrant
{
    private const string EventName = "token_exchange";

    /// <inheritdoc/>
    public async Task<Outcome<TokenResponse>> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (!(await exchange.ReadAsync(request, cancellationToken)).TryGet(out var presented, out var error)
            || !Narrow(presented.Subject, request).TryGet(out var scope, out error)
            || !(await targets.FindAsync(presented.Subject, scope, request, cancellationToken)).TryGet(out var resources, out error))
        {
            return error;
        }

        var issuance = new Issuance
        {
            GrantType = EventName,
            Scope = scope,
            Resources = resources.Values,
            Principal = presented.Principal,
            GrantId = presented.Subject.GrantId,
            NotAfter = presented.ExpiresAt,
            Actor = presented.Act,
        };
        if (!(await tokens.ApproveAsync(request, issuance, cancellationToken)).TryGet(out var approved, out error))
        {
            return error;
        }

        if (await constraints.CommitAsync(request.Constraint, cancellationToken) is { } replayed)
        {
            return replayed;
        }

        return (await tokens.IssueAsync(approved, cancellationToken)).TryGet(out var issued, out error)
            ? new Outcome<TokenResponse>(issued.Response with { IssuedTokenType = TokenTypes.AccessToken }, issued.Events)
            : error;
    }

    // Never more than the subject token has, nor more than this client may have.
    private Result<ScopeSet> Narrow(VerifiedAccessToken subject, TokenRequest request)
    {
        if (request[Parameters.Scope] is not { } text)
        {
            return catalogue.Restrict(subject.Scope, request.Client.Client);
        }

        return ScopeSet.TryParse(text, out var scope) && scope.IsSubsetOf(subject.Scope)
            ? catalogue.Check(scope, request.Client.Client)
            : OAuthError.InvalidScope("the scope is malformed or beyond that of the subject token");
    }
}
