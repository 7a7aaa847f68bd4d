using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Attesto.Stores;

/// <summary>Encrypts successors with a key that dies with the process: for the in-memory stores, whose rows die with it too.</summary>
internal sealed class InMemorySuccessorProtector : ISuccessorProtector
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <inheritdoc/>
    public string Protect(string refreshToken)
    {
        using var aes = new AesGcm(_key, AesGcm.TagByteSizes.MaxSize);
        var plain = Encoding.UTF8.GetBytes(refreshToken);
        var cipher = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + plain.Length];
        var (nonce, tag, text) = Split(cipher);
        RandomNumberGenerator.Fill(nonce.Span);
        aes.Encrypt(nonce.Span, plain, text.Span, tag.Span);
        return Base64Url.EncodeToString(cipher);
    }

    /// <inheritdoc/>
    public string? Unprotect(string cipher)
    {
        if (!Base64Url.IsValid(cipher))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(cipher);
        if (bytes.Length < AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize)
        {
            return null;
        }

        using var aes = new AesGcm(_key, AesGcm.TagByteSizes.MaxSize);
        var (nonce, tag, text) = Split(bytes);
        var plain = new byte[text.Length];
        try
        {
            aes.Decrypt(nonce.Span, text.Span, tag.Span, plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Text) Split(byte[] cipher)
    {
        var nonce = AesGcm.NonceByteSizes.MaxSize;
        var text = nonce + AesGcm.TagByteSizes.MaxSize;
        return (cipher.AsMemory(0, nonce), cipher.AsMemory(nonce, text - nonce), cipher.AsMemory(text));
    }
}
