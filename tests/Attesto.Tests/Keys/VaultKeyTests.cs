using System.Security.Cryptography;
using Attesto.Jose;
using Attesto.Keys;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.Keys;

/// <summary>A key of the ecosystem that never leaves its vault: a <see cref="SecurityKey"/> of its own type behind a custom <see cref="ICryptoProvider"/>,
/// as Microsoft.IdentityModel.KeyVaultExtensions has it. No adapter of ours stands between.</summary>
public sealed class VaultKeyTests
{
    [Test]
    public async Task A_vault_signs_by_its_own_provider()
    {
        var vault = new Vault();
        var keys = new StaticKeystore(new ServerKey(new SigningCredentials(vault.Key, "ES256"), vault.PublicKey));
        await SignsAsync(keys, "vault-key-1");
        Assert.That((vault.Providers, vault.Signatures), Is.EqualTo((1, 2)), "its provider is made once and kept");
    }

    [Test]
    public async Task A_vault_that_is_asynchronous_is_awaited()
    {
        var vault = new Vault { IsAsynchronous = true };
        var keys = new StaticKeystore(new ServerKey(new SigningCredentials(vault.Key, "ES256"), vault.PublicKey));
        await SignsAsync(keys, "vault-key-1");
        Assert.That(vault.Signatures, Is.EqualTo(2));
    }

    [Test]
    public async Task An_asynchronous_signature_can_be_cancelled()
    {
        var vault = new Vault { IsAsynchronous = true };
        var credentials = new SigningCredentials(vault.Key, "ES256");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.That(async () => await JwsWriter.SignAsync(credentials, null, static _ => { }, cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_key_that_does_not_show_its_public_half_needs_it_beside() => Assert.That(
        () => new StaticKeystore(new ServerKey(new SigningCredentials(new Vault().Key, "ES256"))),
        Throws.ArgumentException.With.Message.Contains("give it as a JsonWebKey beside the credentials"));

    [Test]
    public async Task Credentials_of_the_library_need_nothing_beside()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var keys = new StaticKeystore(
            new ServerKey(new SigningCredentials(new ECDsaSecurityKey(ec), SecurityAlgorithms.EcdsaSha256)),
            new ServerKey(new SigningCredentials(new RsaSecurityKey(rsa) { KeyId = "mine" }, SecurityAlgorithms.RsaSsaPssSha256)));
        var published = await keys.GetVerificationKeysAsync(default);
        Assert.That(published.Select(key => (key.Kid, key.Alg)), Is.EqualTo(new[] { (VerificationKey.ThumbprintOf(published[0]), "ES256"), ("mine", "PS256") }));
        await SignsAsync(keys, published[0].Kid);
    }

    [TestCase("no kid", "publishes a key without kid")]
    [TestCase("other kid", "no published key has its kid")]
    [TestCase("other key", "makes signatures that the published key of its kid does not verify")]
    [TestCase("private", "which cannot be used (PrivateKey)")]
    [TestCase("broken", "cannot sign: the vault is sealed")]
    [TestCase("XML name", "it must be one of ES256")]
    public async Task A_keystore_of_the_hosts_own_is_looked_through_at_the_start(string flaw, string fault)
    {
        var vault = new Vault { IsSealed = flaw is "broken" };
        var published = flaw is "other key" ? new Vault().PublicKey : vault.PublicKey;
        published.Kid = flaw switch { "no kid" => null, "other kid" => "x", _ => published.Kid };
        published.D = flaw is "private" ? "AA" : null;
        var credentials = new SigningCredentials(vault.Key, flaw is "XML name" ? SecurityAlgorithms.EcdsaSha256Signature : "ES256");
#pragma warning disable CA2012 // what is set up is not awaited here
        var keystore = new Moq.Mock<IKeystore>();
        keystore.Setup(keys => keys.FindSigningCredentialsAsync(Moq.It.IsAny<string?>(), default)).Returns(() => ValueTask.FromResult<SigningCredentials?>(credentials));
        keystore.Setup(keys => keys.GetVerificationKeysAsync(default)).Returns(() => ValueTask.FromResult<System.Collections.Immutable.ImmutableArray<JsonWebKey>>([published]));
#pragma warning restore CA2012
        Assert.That(await new KeystoreCheck(TestKeys.Algorithms).FaultsOfAsync(keystore.Object, default), Has.One.Contains(fault));
    }

    private static async Task SignsAsync(StaticKeystore keys, string keyId)
    {
        Assert.That(await new KeystoreCheck(TestKeys.Algorithms).FaultsOfAsync(keys, default), Is.Empty);
        var credentials = (await keys.FindSigningCredentialsAsync(null, default))!;
        var token = await JwsWriter.SignAsync(credentials, "at+jwt", static writer => writer.WriteString("sub", "x"), default);
        Assert.That(CompactJws.TryParse(token, out var jws, out _), Is.True);
        Assert.That(jws!.KeyId, Is.EqualTo(keyId));
        Assert.That(jws.IsSignedBy(TestKeys.Algorithms.Find((await keys.GetVerificationKeysAsync(default))[0])), Is.True);
    }

    private sealed class Vault : ICryptoProvider
    {
        private readonly ECDsa _secret = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        public Vault() => Key = new VaultKey { KeyId = "vault-key-1", CryptoProviderFactory = new CryptoProviderFactory { CustomCryptoProvider = this } };

        public bool IsAsynchronous { get; init; }

        public bool IsSealed { get; init; }

        public VaultKey Key { get; }

        public JsonWebKey PublicKey => new(PublicJson) { Kid = "vault-key-1", Alg = "ES256", Use = "sig" };

        public int Providers { get; private set; }

        public int Signatures { get; private set; }

        private string PublicJson
        {
            get
            {
                var point = _secret.ExportParameters(includePrivateParameters: false).Q;
                return $$"""{"kty":"EC","crv":"P-256","x":"{{Base64UrlEncoder.Encode(point.X)}}","y":"{{Base64UrlEncoder.Encode(point.Y)}}"}""";
            }
        }

        public bool IsSupportedAlgorithm(string algorithm, params object[] args) => args is [VaultKey, ..];

        public object Create(string algorithm, params object[] args)
        {
            Providers++;
            return IsAsynchronous ? new AsyncVaultSigner(this, Key) : new VaultSigner(this, Key);
        }

        public void Release(object cryptoInstance)
        {
        }

        public byte[] Sign(ReadOnlySpan<byte> input)
        {
            Signatures++;
            return IsSealed ? throw new CryptographicException("the vault is sealed") : _secret.SignData(input, HashAlgorithmName.SHA256);
        }
    }

    private sealed class VaultKey : AsymmetricSecurityKey
    {
        [Obsolete("The library asks for PrivateKeyStatus.")]
        public override bool HasPrivateKey => true;

        public override PrivateKeyStatus PrivateKeyStatus => PrivateKeyStatus.Exists;

        public override int KeySize => 256;
    }

    // As little as the library demands of a provider: no spans, no offsets.
    private sealed class VaultSigner(Vault vault, SecurityKey key) : SignatureProvider(key, "ES256")
    {
        public override byte[] Sign(byte[] input) => vault.Sign(input);

        public override bool Verify(byte[] input, byte[] signature) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
        }
    }

    private sealed class AsyncVaultSigner(Vault vault, SecurityKey key) : AsyncSignatureProvider(key, "ES256")
    {
        public override async ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return vault.Sign(input.Span);
        }

        public override byte[] Sign(byte[] input) => throw new NotSupportedException();

        public override bool Verify(byte[] input, byte[] signature) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
        }
    }
}
