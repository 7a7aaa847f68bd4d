using System.Collections.Immutable;

namespace Attesto;

/// <summary>Where it is remembered what people agreed to, so that they are not asked again. Implementations pass <c>ConsentStoreContract</c>.</summary>
public interface IConsentStore
{
    /// <summary>Reads a consent. Expired ones are still found until they are swept.</summary>
    /// <param name="id">Its <see cref="Consent.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The consent, or null if there is none.</returns>
    Task<Consent?> FindAsync(TokenHash id, CancellationToken cancellationToken);

    /// <summary>The living consents of a person, newest first.</summary>
    /// <param name="subject">The host's own identifier of the person.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The consents; empty if there are none.</returns>
    Task<ImmutableArray<Consent>> ListAsync(string subject, CancellationToken cancellationToken);

    /// <summary>Stores a consent in place of the one that was read. MUST be one atomic step: of N racing calls that read the same one exactly one answers true,
    /// and none brings back what was removed meanwhile.</summary>
    /// <param name="consent">The consent.</param>
    /// <param name="expected">The one with the same <see cref="Consent.Id"/> as it was read; null if there was none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call stored it.</returns>
    Task<bool> ReplaceAsync(Consent consent, Consent? expected, CancellationToken cancellationToken);

    /// <summary>Forgets every consent that a filter finds. A consent belongs to no session: a filter that names one finds none.</summary>
    /// <param name="filter">Which consents.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many this call removed.</returns>
    /// <exception cref="InvalidOperationException">The filter names nothing.</exception>
    Task<int> RemoveAsync(GrantFilter filter, CancellationToken cancellationToken);
}
