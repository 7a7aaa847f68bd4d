using System.Buffers.Text;
using Microsoft.IdentityModel.Tokens;
using NSec.Cryptography;
using NSecKey = NSec.Cryptography.Key;

namespace Attesto.EdDsa;

/// <summary>Signs and verifies with one Ed25519 key (RFC 8032 §5.1). Safe to use from several threads.</summary>
internal sealed class Ed25519SignatureProvider : SignatureProvider
{
    private static readonly Ed25519 Algorithm25519 = SignatureAlgorithm.Ed25519;

    private readonly PublicKey _publicKey;
    private readonly NSecKey? _privateKey;

    public Ed25519SignatureProvider(JsonWebKey key, string algorithm, bool willSign)
        : base(key, algorithm)
    {
        WillCreateSignatures = willSign;
        _publicKey = PublicKey.Import(Algorithm25519, Base64Url.DecodeFromChars(key.X), KeyBlobFormat.RawPublicKey);
        _privateKey = willSign ? NSecKey.Import(Algorithm25519, Base64Url.DecodeFromChars(key.D), KeyBlobFormat.RawPrivateKey) : null;
    }

    public override byte[] Sign(byte[] input) => Algorithm25519.Sign(PrivateKey, input);

    public override byte[] Sign(byte[] input, int offset, int count) => Algorithm25519.Sign(PrivateKey, input.AsSpan(offset, count));

    public override bool Sign(ReadOnlySpan<byte> data, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = destination.Length < Algorithm25519.SignatureSize ? 0 : Algorithm25519.SignatureSize;
        if (bytesWritten > 0)
        {
            Algorithm25519.Sign(PrivateKey, data, destination[..bytesWritten]);
        }

        return bytesWritten > 0;
    }

    public override bool Verify(byte[] input, byte[] signature) => Algorithm25519.Verify(_publicKey, input, signature);

    public override bool Verify(byte[] input, int inputOffset, int inputLength, byte[] signature, int signatureOffset, int signatureLength) =>
        Algorithm25519.Verify(_publicKey, input.AsSpan(inputOffset, inputLength), signature.AsSpan(signatureOffset, signatureLength));

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _privateKey?.Dispose();
        }
    }

    private NSecKey PrivateKey => _privateKey ?? throw new InvalidOperationException("The key is a public one.");
}
