using System.Collections.Immutable;

namespace Attesto.Stores;

/// <summary>Consents in the memory of one process: for tests and for a single node that may forget. A list looks through all of them.</summary>
/// <param name="clock">The present, for ends.</param>
internal sealed class InMemoryConsentStore(TimeProvider clock) : IConsentStore
{
    private readonly ExpiringTable<TokenHash, Consent> _consents = new(clock, consent => consent.ExpiresAt);

    /// <inheritdoc/>
    public Task<Consent?> FindAsync(TokenHash id, CancellationToken cancellationToken) => Task.FromResult(_consents.Find(id));

    /// <inheritdoc/>
    public Task<ImmutableArray<Consent>> ListAsync(string subject, CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<Consent>>(
        [.. _consents.Where(consent => consent.Subject == subject && consent.ExpiresAt > clock.GetUtcNow()).OrderByDescending(consent => consent.GivenAt)]);

    /// <inheritdoc/>
    public Task<bool> ReplaceAsync(Consent consent, Consent? expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(consent);
        return Task.FromResult(expected is null
            ? _consents.TryAdd(consent.Id, consent)
            : _consents.TryChange(consent.Id, present => present.Version == expected.Version ? consent : null));
    }

    /// <inheritdoc/>
    public Task<int> RemoveAsync(GrantFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        filter.ThrowIfEmpty();
        return Task.FromResult(_consents.RemoveAll(consent => filter.Matches(consent.Subject, consent.ClientId, sessionId: null)));
    }
}
