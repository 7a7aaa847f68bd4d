using System.Security.Cryptography;

namespace Attesto.Issuing;

/// <summary>AES-GCM under a key derived from the token that may read: nonce, tag, cipher text. The token is 384 random bits and some more, so the derivation only expands
/// (RFC 5869 §3.3).</summary>
internal static class SealedSecret
{
    /// <summary>How much longer the cipher text is than the secret.</summary>
    public const int Overhead = NonceSize + TagSize;

    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int KeySize = 32;

    private static ReadOnlySpan<byte> Purpose => "attesto refresh token successor v1"u8;

    public static void Encrypt(ReadOnlySpan<byte> reader, ReadOnlySpan<byte> secret, Span<byte> cipher)
    {
        Span<byte> key = stackalloc byte[KeySize];
        HKDF.Expand(HashAlgorithmName.SHA256, reader, key, Purpose);
        RandomNumberGenerator.Fill(cipher[..NonceSize]);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(cipher[..NonceSize], secret, cipher[Overhead..], cipher.Slice(NonceSize, TagSize));
        CryptographicOperations.ZeroMemory(key);
    }

    public static bool TryDecrypt(ReadOnlySpan<byte> reader, ReadOnlySpan<byte> cipher, Span<byte> secret)
    {
        Span<byte> key = stackalloc byte[KeySize];
        HKDF.Expand(HashAlgorithmName.SHA256, reader, key, Purpose);
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(cipher[..NonceSize], cipher[Overhead..], cipher.Slice(NonceSize, TagSize), secret);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
