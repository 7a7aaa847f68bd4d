using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Keys;

/// <summary>Keys that are at hand at the start and stay. Of several keys of one algorithm the first signs; asked for any algorithm, the first of all.</summary>
public sealed class StaticKeystore : IKeystore
{
    private readonly ImmutableArray<SigningCredentials> _signing;
    private readonly ImmutableArray<JsonWebKey> _verification;

    /// <summary>Reads the keys.</summary>
    /// <param name="keys">In order of preference.</param>
    /// <exception cref="ArgumentException">A key is unusable; the message names every fault at once.</exception>
    public StaticKeystore(params IEnumerable<ServerKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var signing = ImmutableArray.CreateBuilder<SigningCredentials>();
        var verification = new OrderedDictionary<string, JsonWebKey>(StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var (index, key) in keys.Index())
        {
            var (published, credentials, fault) = ServerKeyBinding.Bind(key);
            if (published is not null && !verification.TryAdd(published.Kid, published)
                && !string.Equals(verification[published.Kid].Alg, published.Alg, StringComparison.Ordinal))
            {
                fault = "stands twice under different algorithms; a key has exactly one (RFC 8725 §3.1)";
            }

            if (fault is not null)
            {
                faults.Add($"key {index + 1} {fault}");
            }
            else if (credentials is not null)
            {
                signing.Add(credentials);
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
    public ValueTask<SigningCredentials?> FindSigningCredentialsAsync(string? algorithm, CancellationToken cancellationToken)
    {
        foreach (var credentials in _signing)
        {
            if (algorithm is null || string.Equals(credentials.Algorithm, algorithm, StringComparison.Ordinal))
            {
                return ValueTask.FromResult<SigningCredentials?>(credentials);
            }
        }

        return ValueTask.FromResult<SigningCredentials?>(null);
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<JsonWebKey>> GetVerificationKeysAsync(CancellationToken cancellationToken) => ValueTask.FromResult(_verification);
}
