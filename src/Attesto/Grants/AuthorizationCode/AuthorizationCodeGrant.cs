using Attesto.Events;
using Attesto.Issuing;
using Attesto.Resources;
using Attesto.Scopes;
using Attesto.SenderConstraints;
using Microsoft.Extensions.Options;

namespace Attesto.Grants;

/// <summary>The authorization code grant (RFC 6749 §4.1.3, RFC 7636).</summary>
/// <param name="codes">Where codes live.</param>
/// <param name="replay">What a replay sets off.</param>
/// <param name="tokens">Makes the tokens.</param>
/// <param name="constraints">Records the proof.</param>
/// <param name="options">The catalogue and the audience.</param>
/// <param name="clock">The present.</param>
internal sealed class AuthorizationCodeGrant(
    IAuthorizationCodeStore codes,
    CodeReplay replay,
    TokenIssuer tokens,
    ISenderConstraints constraints,
    IOptions<AttestoOptions> options,
    TimeProvider clock) : IGrant
{
    private readonly ScopeCatalogue _catalogue = new(options);

    /// <inheritdoc/>
    public string GrantType => GrantTypes.AuthorizationCode;

    /// <inheritdoc/>
    public bool? Switch => null;

    /// <inheritdoc/>
    public bool NeedsConfidentialClient => false;

    /// <inheritdoc/>
    public async Task<Outcome<TokenResponse>> RedeemAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (request[Parameters.Code] is not { } text || request[Parameters.RedirectUri] is not { } redirectUri)
        {
            return OAuthError.InvalidRequest("code and redirect_uri are required");
        }

        if (!ResourceIndicators.Parse(request.Parameters.All(Parameters.Resource)).TryGet(out var resources, out var error))
        {
            return error;
        }

        return await codes.FindAsync(TokenHash.Of(text), cancellationToken) switch
        {
            null => OAuthError.InvalidGrant(GrantFault.Unknown),
            { State: CodeState.Redeemed } stored => await replay.AnswerAsync(stored),
            { State: CodeState.Claimed } => OAuthError.InvalidGrant(GrantFault.Spent),
            { Code: var code } when FindFault(code, redirectUri, request) is { } fault => await BurnAsync(code, OAuthError.InvalidGrant(fault)),
            { Code: var code } => await RedeemAsync(new Presented(text, code, resources), request, cancellationToken),
        };
    }

    private async Task<Outcome<TokenResponse>> RedeemAsync(Presented presented, TokenRequest request, CancellationToken cancellationToken)
    {
        var code = presented.Code;
        if (!Order(presented, request.Client.Client).TryGet(out var issuance, out var error)
            || !(await tokens.ApproveAsync(request, issuance, cancellationToken)).TryGet(out var approved, out error))
        {
            return await BurnAsync(code, error);
        }

        if (await constraints.CommitAsync(request.Constraint, cancellationToken) is { } replayed)
        {
            return replayed;
        }

        // The point of no return: of racing requests one claims the code, and its client cannot cancel what follows.
        if (!await codes.ClaimAsync(code.Hash, cancellationToken))
        {
            return await codes.FindAsync(code.Hash, CancellationToken.None) is { State: CodeState.Redeemed } stored
                ? await replay.AnswerAsync(stored)
                : OAuthError.InvalidGrant(GrantFault.Spent);
        }

        if (!(await tokens.IssueAsync(approved, CancellationToken.None)).TryGet(out var issued, out error))
        {
            return error;
        }

        // Only now may a replay revoke: before, nothing came of the code (RFC 6749 §4.1.2).
        await codes.CompleteAsync(code.Hash, issued.AccessToken.Id, issued.AccessToken.ExpiresAt, CancellationToken.None);
        return issued.ToOutcome();
    }

    // The first fault wins; every one is invalid_grant on the wire (RFC 6749 §5.2).
    private GrantFault? FindFault(AuthorizationCode code, string redirectUri, TokenRequest request) =>
        code.ExpiresAt <= clock.GetUtcNow() ? GrantFault.Expired :
        !string.Equals(code.Authorization.ClientId, request.Client.Id, StringComparison.Ordinal) ? GrantFault.ClientMismatch :
        !string.Equals(code.RedirectUri, redirectUri, StringComparison.Ordinal) ? GrantFault.RedirectUriMismatch :
        !Verifies(code, request[Parameters.CodeVerifier]) ? GrantFault.VerifierMismatch :
        code.DpopJkt is not null && !request.Constraint.ProvesKey(code.DpopJkt) ? GrantFault.ConstraintMismatch :
        null;

    // A verifier for a code without challenge means that the challenge was stripped on its way (RFC 9700 §4.8.2).
    private static bool Verifies(AuthorizationCode code, string? verifier) =>
        code.Challenge is null ? verifier is null : verifier is not null && code.Challenge.Matches(verifier);

    private Result<Issuance> Order(Presented presented, Client client)
    {
        var authorization = presented.Code.Authorization;
        if (!presented.Resources.Narrow(authorization.Resources, options.Value).TryGet(out var resources, out var error)
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
            IsFirst = true,
            Nonce = presented.Code.Nonce,
            Code = presented.Text,
        };
    }

    // A code that was shown is spent, right or wrong.
    private async Task<Outcome<TokenResponse>> BurnAsync(AuthorizationCode code, OAuthError error)
    {
        await codes.ClaimAsync(code.Hash, CancellationToken.None);
        return error;
    }

    private readonly record struct Presented(string Text, AuthorizationCode Code, ResourceIndicators Resources);
}
