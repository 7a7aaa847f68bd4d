using Attesto.Clients;
using Attesto.Token;

namespace Attesto.Dpop;

/// <summary>Sender constraints of the authorization server's own endpoints.</summary>
/// <param name="replays">Where used proofs are recorded.</param>
public sealed class SenderConstraints(IReplayStore replays) : ISenderConstraints
{
    /// <inheritdoc/>
    public ValueTask<Result<SenderConstraint>> ResolveAsync(
        OAuthRequest request, Client client, string endpointUrl, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<SenderConstraint>>(SenderConstraint.Unbound);

    /// <inheritdoc/>
    public async ValueTask<OAuthError?> CommitAsync(SenderConstraint constraint, CancellationToken cancellationToken) =>
        constraint is not SenderConstraint.Dpop dpop || await replays.TryAddAsync(dpop.ReplayId, dpop.ReplayUntil, cancellationToken)
            ? null
            : new OAuthError(ErrorCodes.InvalidDpopProof, "the DPoP proof was used before (replay)");
}
