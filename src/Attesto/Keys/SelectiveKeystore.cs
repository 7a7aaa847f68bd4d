using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace Attesto.Keys;

/// <summary>The host's keys of those algorithms that <see cref="AttestoOptions.SigningAlgorithms"/> names. The others neither sign nor are published.</summary>
internal sealed class SelectiveKeystore(IKeystore keys, IOptions<AttestoOptions> options) : IKeystore, IDisposable
{
    public async ValueTask<SigningKey?> FindSigningKeyAsync(string? algorithm, CancellationToken cancellationToken)
    {
        if (algorithm is not null)
        {
            return Allows(algorithm) ? await keys.FindSigningKeyAsync(algorithm, cancellationToken) : null;
        }

        var first = await keys.FindSigningKeyAsync(algorithm: null, cancellationToken);
        return first is null || Allows(first.Algorithm) ? first : await FindOfAnyAsync(options.Value.SigningAlgorithms!, cancellationToken);
    }

    public async ValueTask<ImmutableArray<Jwk>> GetVerificationKeysAsync(CancellationToken cancellationToken)
    {
        var all = await keys.GetVerificationKeysAsync(cancellationToken);
        return options.Value.SigningAlgorithms is null ? all : [.. all.Where(key => Allows(key.BoundAlgorithm))];
    }

    // The container knows this keystore only.
    public void Dispose() => (keys as IDisposable)?.Dispose();

    private async ValueTask<SigningKey?> FindOfAnyAsync(IList<string> algorithms, CancellationToken cancellationToken)
    {
        foreach (var algorithm in algorithms)
        {
            if (await keys.FindSigningKeyAsync(algorithm, cancellationToken) is { } key)
            {
                return key;
            }
        }

        return null;
    }

    private bool Allows(string algorithm) => options.Value.SigningAlgorithms?.Contains(algorithm) ?? true;
}
