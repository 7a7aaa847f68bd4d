using Attesto.Authorize;
using Attesto.Events;
using Attesto.Issuing;
using Attesto.Resources;
using Attesto.Scopes;
using Attesto.SenderConstraints;
using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>The authorization code grant (RFC 6749 §4.1.3, RFC 7636).</summary>
/// <param name="codes">Where codes live.</param>
/// <param name="grants">Where the grants that come of them live.</param>
/// <param name="tokens">Makes the tokens.</param>
/// <param name="constraints">Records the proof.</param>
/// <param name="options">The catalogue and the audience.</param>
/// <param name="clock">The present.</param>
internal sealed class AuthorizationCodeGrant(
    IAuthorizationCodeStore codes,
    IGrantStore grants,
    TokenIssuer tokens,
    ISenderConstraints constraints,
    IOptions<AttestoOptions> options,
    TimeProvider clock) : IGrant
{
    private readonly ScopeCatalogue _catalogue = new(options);

    /// <inheritdoc/>
    public async Task<Outcome<TokenResponse>> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (request[Parameters.Code] is not { } text)
        {
            return OAuthError.InvalidRequest("code is required");
        }

        if (!ResourceIndicators.Parse(request.Parameters.All(Parameters.Resource)).TryGet(out var resources, out var error))
        {
            return error;
        }

        return await codes.FindAsync(TokenHash.Of(text), cancellationToken) switch
        {
            null => OAuthError.InvalidGrant(GrantFault.Unknown),
            { State: CodeState.Redeemed } stored => await EndAsync(stored.Code),
            { State: CodeState.Spent } => OAuthError.InvalidGrant(GrantFault.Spent),
            { Code.Challenge: null } when request[Parameters.RedirectUri] is null => OAuthError.InvalidRequest("redirect_uri is required"),
            { Code: var code } when FaultOf(code, request) is { } fault => await SpendAsync(code, OAuthError.InvalidGrant(fault)),
            { Code: var code } => await RedeemAsync(new Presented(text, code, resources), request, cancellationToken),
        };
    }

    private async Task<Outcome<TokenResponse>> RedeemAsync(Presented presented, TokenRequest request, CancellationToken cancellationToken)
    {
        var code = presented.Code;
        if (!Order(presented, request.Client.Client).TryGet(out var issuance, out var error)
            || !(await tokens.ApproveAsync(request, issuance, cancellationToken)).TryGet(out var approved, out error))
        {
            return await SpendAsync(code, error);
        }

        if (await constraints.CommitAsync(request.Constraint, cancellationToken) is { } replayed)
        {
            return replayed;
        }

        // The point of no return: of racing requests one redeems the code, and its client cannot cancel what follows.
        if ((await tokens.BeginAsync(approved, grant => codes.RedeemAsync(code.Hash, grant, CancellationToken.None), cancellationToken)).TryGet(out var issued, out error))
        {
            return issued.ToOutcome();
        }

        return error.Fault is GrantFault.Spent && await codes.FindAsync(code.Hash, CancellationToken.None) is { State: CodeState.Redeemed } stored
            ? await EndAsync(stored.Code)
            : await SpendAsync(code, error);
    }

    // The first fault wins; every one is invalid_grant on the wire (RFC 6749 §5.2).
    private GrantFault? FaultOf(AuthorizationCode code, TokenRequest request) =>
        code.ExpiresAt <= clock.GetUtcNow() ? GrantFault.Expired :
        !string.Equals(code.Authorization.ClientId, request.Client.Id, StringComparison.Ordinal) ? GrantFault.ClientMismatch :
        request[Parameters.RedirectUri] is { } uri && !string.Equals(code.RedirectUri, uri, StringComparison.Ordinal) ? GrantFault.RedirectUriMismatch :
        !IsStillRegistered(code.RedirectUri, request.Client.Client) ? GrantFault.RedirectUriMismatch :
        !Verifies(code, request[Parameters.CodeVerifier]) ? GrantFault.VerifierMismatch :
        code.DpopJkt is not null && !request.Constraint.ProvesKey(code.DpopJkt) ? GrantFault.ConstraintMismatch :
        null;

    // A verifier for a code without challenge means that the challenge was stripped on its way (RFC 9700 §4.8.2).
    private static bool Verifies(AuthorizationCode code, string? verifier) =>
        code.Challenge is null ? verifier is null : verifier is not null && code.Challenge.Matches(verifier);

    private bool IsStillRegistered(string redirectUri, Client client) =>
        RedirectUris.IsRegistered(client, redirectUri, client.AllowLocalhostRedirects ?? options.Value.Clients.AllowLocalhostRedirects);

    private Result<Issuance> Order(Presented presented, Client client)
    {
        var authorization = presented.Code.Authorization;
        if (!presented.Resources.Narrow(authorization.Resources, client, options.Value).TryGet(out var resources, out var error)
            || !_catalogue.Check(authorization.Scope, client).TryGet(out var scope, out error))
        {
            return error;
        }

        return new Issuance
        {
            GrantType = GrantTypes.AuthorizationCode,
            Scope = scope,
            Resources = resources.Values,
            Authorization = authorization,
            HasIdToken = true,
            HasRefreshToken = true,
            Nonce = presented.Code.Nonce,
            Code = presented.Text,
        };
    }

    // A code that was shown is spent, right or wrong.
    private async Task<Outcome<TokenResponse>> SpendAsync(AuthorizationCode code, OAuthError error)
    {
        await codes.SpendAsync(code.Hash, CancellationToken.None);
        return error;
    }

    // A redeemed code came back: all that came of it ends (RFC 6749 §4.1.2). The replayer cannot cancel it.
    private async Task<Outcome<TokenResponse>> EndAsync(AuthorizationCode code)
    {
        await grants.RevokeAsync(code.Authorization.GrantId, CancellationToken.None);
        return OAuthError.InvalidGrant(GrantFault.Replayed);
    }

    private readonly record struct Presented(string Text, AuthorizationCode Code, ResourceIndicators Resources);
}
