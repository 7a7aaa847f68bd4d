using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Attesto.Jose;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Keys;

/// <summary>A key as this node uses it.</summary>
/// <param name="Published">The public key.</param>
/// <param name="Credentials">What signs; null if the private key could not be opened.</param>
/// <param name="Fault">Why not.</param>
internal sealed record OpenedSigningKey(JsonWebKey Published, SigningCredentials? Credentials, string? Fault);

/// <summary>The keys that this node has opened, each once for as long as it is kept: what a key needs to sign and to verify hangs on its instance.</summary>
internal sealed partial class OpenedSigningKeys(ISigningKeyProtector protector, ILogger<OpenedSigningKeys> logger)
{
    private readonly ConcurrentDictionary<string, OpenedSigningKey> _opened = new(StringComparer.Ordinal);

    public OpenedSigningKey this[string keyId] => _opened[keyId];

    /// <summary>Why a private key could not be opened, or null.</summary>
    public string? Fault => _opened.Values.Select(key => key.Fault).FirstOrDefault(fault => fault is not null);

    /// <summary>Opens what is new, tries again what failed, and lets go of what is gone.</summary>
    public async Task RenewAsync(IReadOnlyCollection<StoredSigningKey> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            var known = _opened.GetValueOrDefault(key.KeyId);
            if (known is null or { Fault: not null })
            {
                _opened[key.KeyId] = await OpenAsync(key, known, cancellationToken);
            }
        }

        foreach (var gone in _opened.Keys.Except(keys.Select(key => key.KeyId), StringComparer.Ordinal))
        {
            _opened.TryRemove(gone, out _);
        }
    }

    private async Task<OpenedSigningKey> OpenAsync(StoredSigningKey key, OpenedSigningKey? before, CancellationToken cancellationToken)
    {
        var published = before?.Published ?? Read(key);
        byte[]? secret = null;
        try
        {
            secret = await protector.UnprotectAsync(key.PrivateKey.AsMemory(), key.KeyId, cancellationToken);
            return new(published, NewSigningKey.Open(key.Algorithm, key.KeyId, secret), Fault: null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested) // the host's protector may throw anything
        {
            if (before is null)
            {
                LogUnreadable(e, key.Algorithm, key.KeyId);
            }

            return new(published, Credentials: null, $"The private key of the {key.Algorithm} key \"{key.KeyId}\" cannot be decrypted at this node: {e.Message}. "
                + "Every node needs the same data-protection keys and application name, or the same Attesto:KeyRotation:KeyEncryptionKeyFiles.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static JsonWebKey Read(StoredSigningKey key)
    {
        using var json = JsonDocument.Parse(key.PublicKey);
        return JsonWebKeyReader.TryRead(json.RootElement, out var published, out var fault)
            && string.Equals(VerificationKey.ThumbprintOf(published), key.KeyId, StringComparison.Ordinal)
            ? published
            : throw new InvalidOperationException($"The store of signing keys holds something else than the public key \"{key.KeyId}\" ({fault}).");
    }

    [LoggerMessage(50, LogLevel.Error, "The private key of the {Algorithm} key {KeyId} cannot be decrypted at this node, which therefore cannot sign with it.")]
    private partial void LogUnreadable(Exception e, string algorithm, string keyId);
}
