using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Attesto.Keys;

/// <summary>Makes the keys that are due. All nodes try, and the store lets one succeed for each place; the others read what it made.</summary>
internal sealed partial class KeyMaker(RotationPlan plan, ISigningKeyProtector protector, ILogger<KeyMaker> logger)
{
    // A node that is slower gives up and plans again: the announcement is counted from when the keys were read.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Every key, those that were due included.</summary>
    public async Task<SigningKeySet> ReadAsync(ISigningKeyStore store, CancellationToken cancellationToken)
    {
        var set = await store.ReadAsync(cancellationToken);
        var schedule = plan.Schedule(set.Keys);
        foreach (var key in RotationPlan.RemovableAt(schedule, set.Now))
        {
            await store.RemoveAsync(key.KeyId, cancellationToken);
        }

        return plan.DueAt(schedule, set.Now) is { Count: > 0 } due ? await AddAsync(store, due, set.Now, cancellationToken) : set;
    }

    /// <summary>Makes keys for places in the plan, unless another node does.</summary>
    /// <returns>Every key, whoever made the new ones.</returns>
    public async Task<SigningKeySet> AddAsync(ISigningKeyStore store, IReadOnlyList<PlannedKey> planned, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var made = ImmutableArray.CreateBuilder<StoredSigningKey>(planned.Count);
        foreach (var place in planned)
        {
            made.Add(await NewSigningKey.MakeAsync(place, protector, cancellationToken));
        }

        if (await store.TryAddAsync(made.ToImmutable(), now + Patience, cancellationToken))
        {
            foreach (var key in made)
            {
                LogMade(key.Algorithm, key.KeyId, key.SignsFrom);
            }
        }

        return await store.ReadAsync(cancellationToken);
    }

    [LoggerMessage(51, LogLevel.Information, "Made the {Algorithm} key {KeyId}, which signs from {SignsFrom:O} on.")]
    private partial void LogMade(string algorithm, string keyId, DateTimeOffset signsFrom);
}
