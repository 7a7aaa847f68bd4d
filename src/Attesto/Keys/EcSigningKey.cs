using System.Security.Cryptography;
using Attesto.Jose;

namespace Attesto.Keys;

/// <summary>An elliptic-curve key in this process.</summary>
internal sealed class EcSigningKey(Jwk publicKey, ECParameters parameters) : SigningKey
{
    private readonly KeyPool<ECDsa> _pool = new(() => ECDsa.Create(parameters));

    public override Jwk PublicKey => publicKey;

    public override ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> signingInput, CancellationToken cancellationToken)
    {
        var key = _pool.Rent();
        var signature = new byte[(key.KeySize + 7) / 8 * 2];
        key.SignData(signingInput.Span, signature, JoseAlgorithms.HashOf(Algorithm), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        _pool.Return(key);
        return ValueTask.FromResult(signature);
    }
}
