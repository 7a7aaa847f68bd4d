using Microsoft.Extensions.Options;

namespace Attesto.SenderConstraints;

/// <summary>Hands out nonces and knows them again (RFC 9449 §8). A nonce may be used as often as its client likes until it expires.</summary>
/// <param name="store">Where the nonces live.</param>
/// <param name="options">Their lifetime.</param>
/// <param name="clock">The clock.</param>
internal sealed class DpopNonces(IDpopNonceStore store, IOptions<AttestoOptions> options, TimeProvider clock)
{
    /// <summary>Makes and stores a new nonce.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The nonce for the <c>DPoP-Nonce</c> header.</returns>
    public async ValueTask<string> IssueAsync(CancellationToken cancellationToken)
    {
        var nonce = Secret.New();
        await store.AddAsync(TokenHash.Of(nonce), clock.GetUtcNow() + options.Value.Dpop.NonceLifetime, cancellationToken);
        return nonce;
    }

    /// <summary>True if this server handed the nonce out and it has not expired.</summary>
    /// <param name="nonce">The presented nonce; any string.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it is live.</returns>
    public async ValueTask<bool> IsLiveAsync(string nonce, CancellationToken cancellationToken) =>
        await store.IsLiveAsync(TokenHash.Of(nonce), clock.GetUtcNow(), cancellationToken);
}
