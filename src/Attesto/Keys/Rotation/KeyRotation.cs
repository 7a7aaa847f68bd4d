using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Attesto.Keys;

/// <summary>Carries out what somebody who looks after the keys asks for.</summary>
internal sealed partial class KeyRotation(ISigningKeyStore store, RotationPlan plan, KeyMaker maker, SigningKeyRing ring, ILogger<KeyRotation> logger) : IKeyRotation
{
    /// <inheritdoc/>
    public async Task<ImmutableArray<SigningKeyStatus>> ListAsync(CancellationToken cancellationToken)
    {
        var set = await store.ReadAsync(cancellationToken);
        return [.. plan.Schedule(set.Keys).Keys.Select(key => key.StatusAt(set.Now))];
    }

    /// <inheritdoc/>
    public async Task<SigningKeyStatus> RotateAsync(string algorithm, bool immediately, CancellationToken cancellationToken)
    {
        if (!plan.Algorithms.Contains(algorithm, StringComparer.Ordinal))
        {
            throw new ArgumentException($"The server rotates no keys of the algorithm \"{algorithm}\", but of: {string.Join(' ', plan.Algorithms)}.", nameof(algorithm));
        }

        var set = await maker.ReadAsync(store, cancellationToken);
        var (schedule, from) = (plan.Schedule(set.Keys), immediately ? set.Now + RotationPlan.Spread : set.Now + plan.Announcement);
        if (schedule.AnnouncedAt(algorithm, set.Now) is not { } announced)
        {
            set = await maker.AddAsync(store, [RotationPlan.Next(schedule, algorithm, set.Now, from)], set.Now, cancellationToken);
        }
        else if (immediately && await store.ActivateAsync(announced.Key.KeyId, from, cancellationToken))
        {
            LogActivated(algorithm, announced.Key.KeyId, from);
            set = await store.ReadAsync(cancellationToken);
        }

        await ring.RefreshAsync(cancellationToken);
        schedule = plan.Schedule(set.Keys);
        return (schedule.AnnouncedAt(algorithm, set.Now) ?? schedule.SigningAt(algorithm, set.Now)!).StatusAt(set.Now);
    }

    /// <inheritdoc/>
    public async Task<bool> RetireAsync(string keyId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        var set = await store.ReadAsync(cancellationToken);
        if (set.Keys.FirstOrDefault(key => string.Equals(key.KeyId, keyId, StringComparison.Ordinal)) is not { RetiredAt: null } key
            || !await store.RetireAsync(keyId, set.Now, evenIfItSigns: !plan.Algorithms.Contains(key.Algorithm, StringComparer.Ordinal), cancellationToken))
        {
            return false;
        }

        LogRetired(key.Algorithm, keyId);
        await ring.RefreshAsync(cancellationToken);
        return true;
    }

    [LoggerMessage(52, LogLevel.Warning, "The {Algorithm} key {KeyId} signs from {SignsFrom:O} on, before its announcement is over.")]
    private partial void LogActivated(string algorithm, string keyId, DateTimeOffset signsFrom);

    [LoggerMessage(53, LogLevel.Warning, "The {Algorithm} key {KeyId} was taken out: what it signed is accepted no more.")]
    private partial void LogRetired(string algorithm, string keyId);
}
