using System.Security.Cryptography;

namespace Attesto.Jose;

/// <summary>Ed25519 (RFC 8032 §5.1) by the platform's OpenSSL; .NET itself does not offer it.</summary>
internal static unsafe class Ed25519
{
    public const int KeyLength = 32;
    private const int SignatureLength = 64;
    private const int EvpPkeyEd25519 = 1087;

    private static readonly LibCrypto? Library = LibCrypto.TryLoad();

    /// <summary>False where there is no OpenSSL, or one without Ed25519: then EdDSA is neither accepted nor advertised.</summary>
    public static bool IsSupported { get; } = Library is not null && TryDerivePublicKey(new byte[KeyLength], out _);

    public static bool TryDerivePublicKey(ReadOnlySpan<byte> seed, out byte[] publicKey)
    {
        publicKey = new byte[KeyLength];
        nuint length = KeyLength;
        fixed (byte* seedBytes = seed, publicBytes = publicKey)
        {
            var key = Library!.NewRawPrivateKey(EvpPkeyEd25519, 0, seedBytes, KeyLength);
            var derived = key != 0 && Library.GetRawPublicKey(key, publicBytes, &length) == 1;
            Library.FreeKey(key);
            Library.ClearErrors();
            return derived;
        }
    }

    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureLength)
        {
            return false;
        }

        fixed (byte* keyBytes = publicKey, messageBytes = message, signatureBytes = signature)
        {
            var key = Library!.NewRawPublicKey(EvpPkeyEd25519, 0, keyBytes, KeyLength);
            var context = Library.NewContext();
            var verified = key != 0 && context != 0
                && Library.VerifyInit(context, 0, 0, 0, key) == 1
                && Library.Verify(context, signatureBytes, SignatureLength, messageBytes, (nuint)message.Length) == 1;
            Library.FreeContext(context);
            Library.FreeKey(key);
            Library.ClearErrors(); // or .NET's own calls on this thread would report them
            return verified;
        }
    }

    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        var signature = new byte[SignatureLength];
        nuint length = SignatureLength;
        fixed (byte* seedBytes = seed, messageBytes = message, signatureBytes = signature)
        {
            var key = Library!.NewRawPrivateKey(EvpPkeyEd25519, 0, seedBytes, KeyLength);
            var context = Library.NewContext();
            var signed = key != 0 && context != 0
                && Library.SignInit(context, 0, 0, 0, key) == 1
                && Library.Sign(context, signatureBytes, &length, messageBytes, (nuint)message.Length) == 1;
            Library.FreeContext(context);
            Library.FreeKey(key);
            Library.ClearErrors();
            return signed ? signature : throw new CryptographicException("OpenSSL refused to sign with Ed25519");
        }
    }
}
