using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Attesto.Keys;

namespace Attesto.Lab.Policies;

/// <summary>The keys of lab.json; without any, an ES256 and an RS256 key that all processes on one database share.</summary>
public sealed class Keystore : IKeystore
{
    private readonly IKeystore _keys;

    public Keystore(LabFile lab)
    {
        try
        {
            _keys = lab.Keys is { Count: > 0 } keys
                ? new PemKeystore(keys.Select(key => new PemKey(key.Pem, key.Alg, key.Use is "verify" ? KeyUse.Verify : KeyUse.Sign)))
                : new DevelopmentKeystore(DefaultFile(lab.Database));
        }
        catch (ArgumentException fault)
        {
            throw new LabFault($"keys: {LabFault.OneLine(fault)}");
        }
    }

    public ValueTask<SigningKey?> FindSigningKeyAsync(string? algorithm, CancellationToken cancellationToken) => _keys.FindSigningKeyAsync(algorithm, cancellationToken);

    public ValueTask<ImmutableArray<Jwk>> GetVerificationKeysAsync(CancellationToken cancellationToken) => _keys.GetVerificationKeysAsync(cancellationToken);

    private static string DefaultFile(LabDatabase? database)
    {
        var name = database?.ConnectionString is { } connection
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{database.Provider}\n{database.TablePrefix}\n{connection}")))[..16]
            : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        return Path.Combine(Path.GetTempPath(), $"attesto-lab-{name}.pem");
    }
}
