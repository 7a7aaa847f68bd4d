using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Attesto.EdDsa;
using Attesto.Keys;
using Microsoft.IdentityModel.Tokens;

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
                ? new StaticKeystore(keys.Select(key => Ed25519Key.FromText(key.Pem, algorithm: key.Alg, use: key.Use is "verify" ? KeyUse.Verify : KeyUse.Sign)))
                : new DevelopmentKeystore(DefaultFile(lab.Database));
        }
        catch (ArgumentException fault)
        {
            throw new LabFault($"keys: {LabFault.OneLine(fault)}");
        }
    }

    public ValueTask<SigningCredentials?> FindSigningCredentialsAsync(string? algorithm, CancellationToken cancellationToken) =>
        _keys.FindSigningCredentialsAsync(algorithm, cancellationToken);

    public ValueTask<ImmutableArray<JsonWebKey>> GetVerificationKeysAsync(CancellationToken cancellationToken) => _keys.GetVerificationKeysAsync(cancellationToken);

    private static string DefaultFile(LabDatabase? database)
    {
        var name = database?.ConnectionString is { } connection
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{database.Provider}\n{database.TablePrefix}\n{connection}")))[..16]
            : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        return Path.Combine(Path.GetTempPath(), $"attesto-lab-{name}.pem");
    }
}
