using System.Collections.Immutable;

namespace Attesto.Keys;

/// <summary>Keys in memory, read once from PEM. The first key that signs is the issuer's; the first of each algorithm signs with it.</summary>
public sealed class PemKeystore : IKeystore
{
    private readonly ImmutableArray<SigningKey> _signing;
    private readonly ImmutableArray<Jwk> _verification;

    /// <summary>Reads the keys.</summary>
    /// <param name="keys">In order of preference.</param>
    /// <exception cref="ArgumentException">A key is unusable; the message names every fault at once.</exception>
    public PemKeystore(params IEnumerable<PemKey> keys)
    {
        var signing = ImmutableArray.CreateBuilder<SigningKey>();
        var verification = new OrderedDictionary<string, Jwk>(StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var (index, pem) in keys.Index())
        {
            var (publicKey, signingKey, fault) = PemReader.Read(pem);
            if (publicKey is not null && !verification.TryAdd(publicKey.KeyId!, publicKey)
                && !string.Equals(verification[publicKey.KeyId!].Algorithm, publicKey.Algorithm, StringComparison.Ordinal))
            {
                fault = "stands twice under different algorithms; a key has exactly one (RFC 8725 §3.1)";
            }

            if (fault is not null)
            {
                faults.Add($"key {index + 1} {fault}");
            }
            else if (pem.Use is KeyUse.Sign)
            {
                signing.Add(signingKey!);
            }
        }

        if (faults.Count == 0 && signing.Count == 0)
        {
            faults.Add("no key signs; make one with: openssl ecparam -name prime256v1 -genkey -noout");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join("; ", faults), nameof(keys));
        }

        (_signing, _verification) = (signing.ToImmutable(), [.. verification.Values]);
    }

    /// <inheritdoc/>
    public ValueTask<SigningKey?> FindSigningKeyAsync(string? algorithm, CancellationToken cancellationToken)
    {
        foreach (var key in _signing)
        {
            if (algorithm is null || string.Equals(key.Algorithm, algorithm, StringComparison.Ordinal))
            {
                return ValueTask.FromResult<SigningKey?>(key);
            }
        }

        return ValueTask.FromResult<SigningKey?>(null);
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Jwk>> GetVerificationKeysAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_verification);
}
