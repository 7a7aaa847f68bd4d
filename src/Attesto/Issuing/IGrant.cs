using Attesto.Events;

namespace Attesto.Issuing;

/// <summary>One grant type (RFC 6749 §4). Adding a grant is adding one implementation and one registration; discovery lists what is registered.</summary>
internal interface IGrant
{
    /// <summary>Redeems the grant.</summary>
    /// <param name="request">The request; its client is authenticated and may use this grant.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>The tokens, or the refusal, with the events of either.</returns>
    Task<Outcome<TokenResponse>> RedeemAsync(TokenRequest request, CancellationToken cancellationToken);
}
