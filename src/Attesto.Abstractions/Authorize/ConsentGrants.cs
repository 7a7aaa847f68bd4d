using Microsoft.Extensions.Options;

namespace Attesto;

/// <summary>Single-use proof that a person agreed to one very request: minted into the consent page, consumed when the page comes back.
/// It cannot be guessed, replayed, or used for a request that was altered in between.</summary>
/// <param name="store">Where grants live.</param>
/// <param name="options">How long the person may take.</param>
/// <param name="clock">The clock.</param>
public sealed class ConsentGrants(IConsentGrantStore store, IOptions<AttestoOptions> options, TimeProvider clock)
{
    private const int TokenLength = 43; // base64url of 256 bits

    /// <summary>Makes a grant for the request that a consent page is about to show.</summary>
    /// <param name="binding">Who is asked, and for what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>An opaque token for a hidden field of the page.</returns>
    public async Task<string> MintAsync(ConsentBinding binding, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(binding);
        var token = Secret.New();
        await store.AddAsync(new ConsentGrant(TokenHash.Of(token), binding.Hash, clock.GetUtcNow() + options.Value.Authorization.ConsentGrantLifetime), cancellationToken);
        return token;
    }

    /// <summary>Spends a grant. Of N racing calls one succeeds; a call for another request spends nothing.</summary>
    /// <param name="token">What the page brought back; any string.</param>
    /// <param name="binding">Who agrees, and to what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Null if the person agreed to this request; else why not.</returns>
    public async Task<ConsentFault?> ConsumeAsync(string? token, ConsentBinding binding, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(binding);
        if (token is not { Length: TokenLength })
        {
            return ConsentFault.NotFound;
        }

        var hash = TokenHash.Of(token);
        return await store.FindAsync(hash, cancellationToken) switch
        {
            null => ConsentFault.NotFound,
            var stored when stored.Grant.Binding != binding.Hash => ConsentFault.BindingMismatch,
            { IsConsumed: true } => ConsentFault.Consumed,
            var stored when stored.Grant.ExpiresAt <= clock.GetUtcNow() => ConsentFault.Expired,
            _ => await store.ClaimAsync(hash, cancellationToken) ? null : ConsentFault.Consumed,
        };
    }
}

/// <summary>Why a consent grant was not accepted.</summary>
public enum ConsentFault
{
    /// <summary>There is no such grant.</summary>
    NotFound,

    /// <summary>It was minted for another person or request.</summary>
    BindingMismatch,

    /// <summary>It was used before.</summary>
    Consumed,

    /// <summary>The person took too long.</summary>
    Expired,
}
