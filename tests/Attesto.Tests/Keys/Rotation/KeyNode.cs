using System.Security.Cryptography;
using System.Text;
using Attesto.Keys;
using Attesto.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.Tests.Keys.Rotation;

/// <summary>One node with rotating keys over a store that it shares with others.</summary>
internal sealed class KeyNode(ISigningKeyStore store, FakeClock clock, AttestoOptions options, IKeystore? predecessor, byte[]? secret) : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(clock)
        .AddSingleton(store)
        .AddSingleton<ISigningKeyProtector>(new Protector(secret ?? [1]))
        .AddSingleton(Options.Create(options))
        .AddAttestoKeyRotation(predecessor is null ? null : _ => predecessor)
        .BuildServiceProvider();

    public SigningKeyRing Ring => _services.GetRequiredService<SigningKeyRing>();

    public IKeystore Keystore => _services.GetRequiredService<IKeystore>();

    public IKeyRotation Rotation => _services.CreateScope().ServiceProvider.GetRequiredService<IKeyRotation>();

    public void Dispose() => _services.Dispose();

    public async Task<string?> SignsAsync(string? algorithm = "ES256") => (await Keystore.FindSigningCredentialsAsync(algorithm, default))?.Kid;

    public async Task<List<string>> PublishedAsync() => [.. (await Keystore.GetVerificationKeysAsync(default)).Select(key => key.Kid)];

    /// <summary>Encrypts with a node's own secret: another node with another one cannot read it.</summary>
    private sealed class Protector(byte[] secret) : ISigningKeyProtector
    {
        public ValueTask<byte[]> ProtectAsync(ReadOnlyMemory<byte> privateKey, string keyId, CancellationToken cancellationToken) =>
            new([.. Tag(keyId), .. privateKey.ToArray()]);

        public ValueTask<byte[]> UnprotectAsync(ReadOnlyMemory<byte> protectedKey, string keyId, CancellationToken cancellationToken) =>
            protectedKey.Span.StartsWith(Tag(keyId)) ? new(protectedKey[32..].ToArray()) : throw new CryptographicException("another secret");

        private byte[] Tag(string keyId) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(keyId));
    }
}
