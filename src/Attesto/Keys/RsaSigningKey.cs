using System.Security.Cryptography;
using Attesto.Jose;

namespace Attesto.Keys;

/// <summary>An RSA key in this process.</summary>
internal sealed class RsaSigningKey(Jwk publicKey, RSAParameters parameters) : SigningKey
{
    private readonly KeyPool<RSA> _pool = new(() => RSA.Create(parameters));

    public override Jwk PublicKey => publicKey;

    public override ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> signingInput, CancellationToken cancellationToken)
    {
        var key = _pool.Rent();
        var signature = new byte[(key.KeySize + 7) / 8];
        key.SignData(signingInput.Span, signature, JoseAlgorithms.HashOf(Algorithm), RsaKey.PaddingOf(Algorithm));
        _pool.Return(key);
        return ValueTask.FromResult(signature);
    }
}
