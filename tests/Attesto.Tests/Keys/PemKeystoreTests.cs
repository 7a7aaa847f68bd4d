using System.Security.Cryptography;
using Attesto.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Keys;

public sealed class PemKeystoreTests
{
    [Test]
    public async Task The_first_key_signs_and_the_first_of_each_algorithm()
    {
        var keys = new PemKeystore(new PemKey(TestKeys.P256Pem), new PemKey(TestKeys.RsaPem, "PS256"), new PemKey(TestKeys.P384Pem, Use: KeyUse.Verify));
        Assert.That((await keys.FindSigningKeyAsync(null, default))?.Algorithm, Is.EqualTo("ES256"));
        Assert.That((await keys.FindSigningKeyAsync("PS256", default))?.Algorithm, Is.EqualTo("PS256"));
        Assert.That(await keys.FindSigningKeyAsync("RS256", default), Is.Null, "an RSA key labelled PS256 signs PS256 only");
        Assert.That(await keys.FindSigningKeyAsync("ES384", default), Is.Null, "a key to verify does not sign");
        var published = await keys.GetVerificationKeysAsync(default);
        Assert.That(published.Select(key => key.Algorithm), Is.EqualTo(new[] { "ES256", "PS256", "ES384" }));
        Assert.That(published.Select(key => key.KeyId), Is.EqualTo(published.Select(key => key.Thumbprint)));
    }

    [Test]
    public async Task A_key_that_stands_twice_is_published_once() =>
        Assert.That(
            await new PemKeystore(new PemKey(TestKeys.P256Pem), new PemKey(TestKeys.P256Pem, Use: KeyUse.Verify)).GetVerificationKeysAsync(default),
            Has.Length.EqualTo(1));

    [Test]
    public async Task Every_usual_form_is_read()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        var keys = new PemKeystore(
            new PemKey(ec.ExportECPrivateKeyPem()),
            new PemKey(rsa.ExportRSAPrivateKeyPem()),
            new PemKey(TestKeys.Ed25519Pem),
            new PemKey($"some words\n{TestKeys.P256Pem}\n"),
            new PemKey(ec.ExportSubjectPublicKeyInfoPem(), Use: KeyUse.Verify),
            new PemKey(rsa.ExportRSAPublicKeyPem(), Use: KeyUse.Verify),
            new PemKey(PemEncoding.WriteString("PUBLIC KEY", Convert.FromHexString("302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")), Use: KeyUse.Verify));
        Assert.That((await keys.GetVerificationKeysAsync(default)).Select(key => key.Algorithm), Is.EqualTo(new[] { "ES384", "RS256", "EdDSA", "ES256" }));
    }

    [Test(Description = "behaviours CF-19")]
    public void Faults_are_named_all_at_once_in_words_to_act_on()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var weak = RSA.Create(1024);
        using var brainpool = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        var exception = Assert.Throws<ArgumentException>(() => _ = new PemKeystore(
            new PemKey("not a pem"),
            new PemKey($"{TestKeys.P256Pem}\n{TestKeys.P384Pem}"),
            new PemKey(ec.ExportSubjectPublicKeyInfoPem()),
            new PemKey(weak.ExportPkcs8PrivateKeyPem()),
            new PemKey(brainpool.ExportPkcs8PrivateKeyPem()),
            new PemKey(TestKeys.RsaPem, "ES256"),
            new PemKey(TestKeys.P256Pem, "HS256"),
            new PemKey(ec.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1))),
            new PemKey("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
            new PemKey("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")));
        Assert.That(exception!.Message, Does.Contain("key 1 holds no PEM block")
            .And.Contain("key 2 holds more than one PEM block")
            .And.Contain("key 3 is a public key and cannot sign")
            .And.Contain("key 4 is an RSA key below 2048 bits")
            .And.Contain("key 5 is of a type or curve that is not supported")
            .And.Contain("key 6 cannot sign with 'ES256'; its own algorithm is RS256")
            .And.Contain("key 7 cannot sign with 'HS256'")
            .And.Contain("key 8 is encrypted")
            .And.Contain("key 9 cannot be read as PRIVATE KEY")
            .And.Contain("key 10 cannot be read as CERTIFICATE"));
    }

    [Test]
    public void One_key_has_one_algorithm() => Assert.That(
        () => new PemKeystore(new PemKey(TestKeys.RsaPem, "RS256"), new PemKey(TestKeys.RsaPem, "PS256")),
        Throws.ArgumentException.With.Message.Contains("stands twice under different algorithms"));

    [Test]
    public void A_keystore_that_cannot_sign_is_refused() =>
        Assert.That(() => new PemKeystore(new PemKey(TestKeys.P256Pem, Use: KeyUse.Verify)), Throws.ArgumentException.With.Message.Contains("no key signs"));

    [Test]
    public void A_key_does_not_print_itself() => Assert.That($"{new PemKey(TestKeys.P256Pem)}", Does.Not.Contain("PRIVATE"));
}
