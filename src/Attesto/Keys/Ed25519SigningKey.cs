using Attesto.Jose;

namespace Attesto.Keys;

/// <summary>An Ed25519 key in this process (RFC 8037 §3.1).</summary>
internal sealed class Ed25519SigningKey(Jwk publicKey, byte[] seed) : SigningKey
{
    public override Jwk PublicKey => publicKey;

    public override ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> signingInput, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Ed25519.Sign(seed, signingInput.Span));
}
