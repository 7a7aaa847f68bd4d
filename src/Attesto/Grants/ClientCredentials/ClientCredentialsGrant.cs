using Attesto.Events;
using Attesto.Issuing;
using Attesto.Resources;
using Attesto.Scopes;
using Attesto.SenderConstraints;
using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>The client credentials grant (RFC 6749 §4.4): the client acts for itself. Never a refresh token, never an ID token.</summary>
/// <param name="catalogue">What may be asked for.</param>
/// <param name="tokens">Makes the token.</param>
/// <param name="constraints">Records the proof.</param>
/// <param name="options">The resources served.</param>
internal sealed class ClientCredentialsGrant(
    ScopeCatalogue catalogue, TokenIssuer tokens, ISenderConstraints constraints, IOptions<AttestoOptions> options) : IGrant
{
    /// <inheritdoc/>
    public async Task<Outcome<TokenResponse>> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        var client = request.Client.Client;
        if (!catalogue.Read(request[Parameters.Scope], client).TryGet(out var scope, out var error)
            || !ResourceIndicators.Parse(request.Parameters, client, options.Value).TryGet(out var resources, out error))
        {
            return error;
        }

        // openid asks for a person, and there is none (OpenID Connect Core §3.1.2.1).
        var issuance = new Issuance
        {
            GrantType = GrantTypes.ClientCredentials,
            Scope = scope.Contains(StandardScopes.OpenId) ? ScopeSet.Of(scope.Where(token => token is not StandardScopes.OpenId)) : scope,
            Resources = resources.Values,
        };
        if (!(await tokens.ApproveAsync(request, issuance, cancellationToken)).TryGet(out var approved, out error))
        {
            return error;
        }

        if (await constraints.CommitAsync(request.Constraint, cancellationToken) is { } replayed)
        {
            return replayed;
        }

        return (await tokens.IssueAsync(approved, cancellationToken)).TryGet(out var issued, out error) ? issued.ToOutcome() : error;
    }
}
