using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Attesto.Keys;

/// <summary>Encrypts private keys with AES-256-GCM under key-encryption keys of the configuration. The first encrypts; all decrypt, so that it can be changed.</summary>
internal sealed class KeyEncryptionKeys : ISigningKeyProtector
{
    private const int KeySize = 32; // bytes
    private const int NameSize = 8; // of the key, so that the right one is found
    private const byte Version = 1;

    private static readonly int NonceSize = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagSize = AesGcm.TagByteSizes.MaxSize;

    private readonly List<(byte[] Name, byte[] Key)> _keys;

    private KeyEncryptionKeys(IEnumerable<byte[]> keys) => _keys = [.. keys.Select(key => (SHA256.HashData(key)[..NameSize], key))];

    /// <summary>Reads the keys that the options name; null if they name none, or one that is none.</summary>
    /// <param name="options">The options.</param>
    /// <param name="report">Told of each option that is wrong, and what.</param>
    public static KeyEncryptionKeys? Read(KeyRotationOptions options, Action<string, string> report)
    {
        var (keys, isWrong) = (new List<byte[]>(), false);
        foreach (var (index, file) in options.KeyEncryptionKeyFiles.Index())
        {
            try
            {
                Add($"KeyRotation:KeyEncryptionKeyFiles:{index}", File.ReadAllText(file));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                Report($"KeyRotation:KeyEncryptionKeyFiles:{index}", $"cannot be read: {e.Message}");
            }
        }

        foreach (var (index, text) in options.KeyEncryptionKeys.Index())
        {
            Add($"KeyRotation:KeyEncryptionKeys:{index}", text);
        }

        return keys.Count == 0 || isWrong ? null : new KeyEncryptionKeys(keys);

        void Add(string option, string text)
        {
            if (TryParse(text, out var key))
            {
                keys.Add(key);
            }
            else
            {
                Report(option, $"is no key: it must hold {KeySize} random bytes in Base64, as made by: openssl rand -base64 {KeySize}");
            }
        }

        void Report(string option, string fault)
        {
            isWrong = true;
            report(option, fault);
        }
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> ProtectAsync(ReadOnlyMemory<byte> privateKey, string keyId, CancellationToken cancellationToken)
    {
        var (name, key) = _keys[0];
        var sealedKey = new byte[1 + NameSize + NonceSize + TagSize + privateKey.Length];
        sealedKey[0] = Version;
        name.CopyTo(sealedKey.AsSpan(1));
        var rest = sealedKey.AsSpan(1 + NameSize);
        RandomNumberGenerator.Fill(rest[..NonceSize]);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(rest[..NonceSize], privateKey.Span, rest[(NonceSize + TagSize)..], rest.Slice(NonceSize, TagSize), Encoding.UTF8.GetBytes(keyId));
        return new(sealedKey);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> UnprotectAsync(ReadOnlyMemory<byte> protectedKey, string keyId, CancellationToken cancellationToken)
    {
        var sealedKey = protectedKey.Span;
        if (sealedKey.Length <= 1 + NameSize + NonceSize + TagSize || sealedKey[0] != Version)
        {
            throw new CryptographicException("it was not encrypted by a key-encryption key");
        }

        var name = sealedKey.Slice(1, NameSize).ToArray();
        var rest = sealedKey[(1 + NameSize)..];
        if (_keys.Find(key => key.Name.AsSpan().SequenceEqual(name)).Key is not { } known)
        {
            throw new CryptographicException("it was encrypted by a key-encryption key that this node does not have; list that one, too");
        }

        var secret = new byte[rest.Length - NonceSize - TagSize];
        using var aes = new AesGcm(known, TagSize);
        aes.Decrypt(rest[..NonceSize], rest[(NonceSize + TagSize)..], rest.Slice(NonceSize, TagSize), secret, Encoding.UTF8.GetBytes(keyId));
        return new(secret);
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out byte[]? key)
    {
        key = new byte[KeySize];
        if (Convert.TryFromBase64String(text.Trim(), key, out var length) && length == KeySize)
        {
            return true;
        }

        key = null;
        return false;
    }
}
