using Attesto.Events;
using Attesto.Issuing;
using Attesto.Resources;
using Attesto.Scopes;
using Attesto.SenderConstraints;
using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>The JWT bearer grant for identity assertions (RFC 7523 §2.1, Identity Assertion Authorization Grant §4.4). Never a refresh token: the
/// identity provider decides anew each time.</summary>
/// <param name="verifier">Verifies assertions.</param>
/// <param name="tokens">Makes the token.</param>
/// <param name="constraints">Records the proof.</param>
/// <param name="replays">Where used assertions are recorded.</param>
/// <param name="grants">Where grants live.</param>
/// <param name="options">The catalogue, the resources, the switch.</param>
/// <param name="subjects">Who the person is; without a policy nobody.</param>
internal sealed class JwtBearerGrant(
    IdentityAssertionVerifier verifier,
    TokenIssuer tokens,
    ISenderConstraints constraints,
    IReplayStore replays,
    IGrantStore grants,
    IOptions<AttestoOptions> options,
    IAssertionSubjectPolicy? subjects = null) : IGrant
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly ScopeCatalogue _catalogue = new(options);

    /// <inheritdoc/>
    public async Task<Outcome<TokenResponse>> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (request[Parameters.Assertion] is not { } text)
        {
            return OAuthError.InvalidRequest("assertion is required");
        }

        if (await verifier.VerifyAsync(text, request.Client.Id, cancellationToken) is not { } assertion
            || (assertion.DpopJkt is { } jkt && !request.Constraint.ProvesKey(jkt))
            || await FindSubjectAsync(assertion, request, cancellationToken) is not { } subject)
        {
            return OAuthError.InvalidGrant(GrantFault.BadAssertion);
        }

        if (!Narrow(assertion, request).TryGet(out var scope, out var error)
            || !ResourcesOf(assertion, request).TryGet(out var resources, out error)
            || !(await tokens.ApproveAsync(request, Order(subject, scope, resources, request), cancellationToken)).TryGet(out var approved, out error))
        {
            return error;
        }

        if (await constraints.CommitAsync(request.Constraint, cancellationToken) is { } replayed)
        {
            return replayed;
        }

        return (await tokens.BeginAsync(approved, grant => RedeemAsync(assertion, grant), cancellationToken)).TryGet(out var issued, out error)
            ? issued.ToOutcome()
            : error.Fault is GrantFault.Spent ? OAuthError.InvalidGrant(GrantFault.Replayed) : error;
    }

    // Last of all, so that nothing but a success spends the assertion.
    private async Task<bool> RedeemAsync(IdentityAssertion assertion, Grant grant)
    {
        if (!await replays.TryAddAsync(assertion.ReplayId, assertion.ExpiresAt + Skew, CancellationToken.None))
        {
            return false;
        }

        await grants.AddAsync(grant, CancellationToken.None);
        return true;
    }

    private async ValueTask<string?> FindSubjectAsync(IdentityAssertion assertion, TokenRequest request, CancellationToken cancellationToken) =>
        subjects is null
            ? null
            : await subjects.FindSubjectAsync(
                new AssertionSubjectContext { Issuer = assertion.Issuer, Subject = assertion.Subject, Client = request.Client.Client, Claims = assertion.Claims },
                cancellationToken);

    private Result<ScopeSet> Narrow(IdentityAssertion assertion, TokenRequest request)
    {
        var client = request.Client.Client;
        return (request[Parameters.Scope], assertion.Scope) switch
        {
            (var text, null) => _catalogue.Read(text, client),
            (null, { } ceiling) => _catalogue.Restrict(ceiling, client),
            var (text, ceiling) => ScopeSet.TryParse(text, out var scope) && scope.IsSubsetOf(ceiling)
                ? _catalogue.Check(scope, client)
                : OAuthError.InvalidScope("the scope is malformed or beyond that of the assertion"),
        };
    }

    private Result<ResourceIndicators> ResourcesOf(IdentityAssertion assertion, TokenRequest request)
    {
        var named = request.Parameters.All(Parameters.Resource);
        if (!ResourceIndicators.Parse(named.IsEmpty ? assertion.Resources : named, request.Client.Client, options.Value).TryGet(out var resources, out var error))
        {
            return error;
        }

        return assertion.Resources.IsEmpty ? resources : resources.Narrow(assertion.Resources, options.Value);
    }

    private static Issuance Order(string subject, ScopeSet scope, ResourceIndicators resources, TokenRequest request) => new()
    {
        GrantType = GrantTypes.JwtBearer,
        Scope = scope,
        Resources = resources.Values,
        Authorization = new Authorization
        {
            ClientId = request.Client.Id,
            Subject = subject,
            Scope = scope,
            Resources = resources.Values,
            GrantId = GrantId.New(),
        },
    };
}
