using System.Collections.Immutable;

namespace Attesto;

/// <summary>Where signing keys live that the server makes and rotates itself. Every node reads the same keys and the same clock, and so comes to the same states.</summary>
public interface ISigningKeyStore
{
    /// <summary>Every key, and what the clock of the store says: the one clock that all nodes go by.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The keys, in no order.</returns>
    Task<SigningKeySet> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Adds keys. MUST be one atomic step: all of them, or none if one has the algorithm and number of another; of N racing calls for the same number
    /// exactly one answers true.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="notAfter">An instant of the store's clock after which nothing is added: a node that slept since it read must not announce a key for too short
    /// a time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if all of them were added.</returns>
    Task<bool> TryAddAsync(ImmutableArray<StoredSigningKey> keys, DateTimeOffset notAfter, CancellationToken cancellationToken);

    /// <summary>Lets an announced key sign earlier.</summary>
    /// <param name="keyId">Its <c>kid</c>.</param>
    /// <param name="signsFrom">From when on.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if it would have signed later, and does now from then on; false if it is not there, retired, or signs earlier.</returns>
    Task<bool> ActivateAsync(string keyId, DateTimeOffset signsFrom, CancellationToken cancellationToken);

    /// <summary>Takes a key out. MUST be one atomic step that leaves each algorithm a key that signs: the newest one that signs stays.</summary>
    /// <param name="keyId">Its <c>kid</c>.</param>
    /// <param name="retiredAt">From when on; the key must not have signed yet then, or a newer one of its algorithm must sign.</param>
    /// <param name="evenIfItSigns">Takes the newest one out as well: for an algorithm that the server does not sign with any more.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True if this call retired it.</returns>
    Task<bool> RetireAsync(string keyId, DateTimeOffset retiredAt, bool evenIfItSigns, CancellationToken cancellationToken);

    /// <summary>Deletes a key.</summary>
    /// <param name="keyId">Its <c>kid</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task.</returns>
    Task RemoveAsync(string keyId, CancellationToken cancellationToken);
}

/// <summary>The keys of a store at an instant of its clock.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Now">What the clock of the store said.</param>
public sealed record SigningKeySet(ImmutableArray<StoredSigningKey> Keys, DateTimeOffset Now);
