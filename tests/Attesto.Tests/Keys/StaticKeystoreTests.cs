using System.Security.Cryptography;
using Attesto.EdDsa;
using Attesto.Jose;
using Attesto.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Keys;

public sealed class StaticKeystoreTests
{
    [Test]
    public async Task The_first_key_signs_and_the_first_of_each_algorithm()
    {
        var keys = new StaticKeystore(
            ServerKey.FromText(TestKeys.P256Pem), ServerKey.FromText(TestKeys.RsaPem, algorithm: "PS256"), ServerKey.FromText(TestKeys.P384Pem, use: KeyUse.Verify));
        Assert.That((await keys.FindSigningCredentialsAsync(null, default))?.Algorithm, Is.EqualTo("ES256"));
        Assert.That((await keys.FindSigningCredentialsAsync("PS256", default))?.Algorithm, Is.EqualTo("PS256"));
        Assert.That(await keys.FindSigningCredentialsAsync("RS256", default), Is.Null, "an RSA key labelled PS256 signs PS256 only");
        Assert.That(await keys.FindSigningCredentialsAsync("ES384", default), Is.Null, "a key to verify does not sign");
        var published = await keys.GetVerificationKeysAsync(default);
        Assert.That(published.Select(key => key.Alg), Is.EqualTo(new[] { "ES256", "PS256", "ES384" }));
        Assert.That(published.Select(key => key.Kid), Is.EqualTo(published.Select(VerificationKey.ThumbprintOf)));
    }

    [Test]
    public async Task A_key_that_stands_twice_is_published_once() =>
        Assert.That(
            await new StaticKeystore(ServerKey.FromText(TestKeys.P256Pem), ServerKey.FromText(TestKeys.P256Pem, use: KeyUse.Verify)).GetVerificationKeysAsync(default),
            Has.Length.EqualTo(1));

    [Test]
    public async Task Every_usual_form_is_read()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        var keys = new StaticKeystore(
            ServerKey.FromText(ec.ExportECPrivateKeyPem()),
            ServerKey.FromText(rsa.ExportRSAPrivateKeyPem()),
            Ed25519Key.FromText(TestKeys.Ed25519Pem),
            ServerKey.FromText($"some words\n{TestKeys.P256Pem}\n"),
            ServerKey.FromText(ec.ExportSubjectPublicKeyInfoPem(), use: KeyUse.Verify),
            ServerKey.FromText(rsa.ExportRSAPublicKeyPem(), use: KeyUse.Verify),
            Ed25519Key.FromText(PemEncoding.WriteString(
                "PUBLIC KEY", Convert.FromHexString("302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")), use: KeyUse.Verify));
        Assert.That((await keys.GetVerificationKeysAsync(default)).Select(key => key.Alg), Is.EqualTo(new[] { "ES384", "RS256", "EdDSA", "ES256" }));
    }

    [Test]
    public void Faults_are_named_all_at_once_in_words_to_act_on()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var weak = RSA.Create(1024);
        using var brainpool = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        var exception = Assert.Throws<ArgumentException>(() => _ = new StaticKeystore(
            ServerKey.FromText("not a pem"),
            ServerKey.FromText($"{TestKeys.P256Pem}\n{TestKeys.P384Pem}"),
            ServerKey.FromText(ec.ExportSubjectPublicKeyInfoPem()),
            ServerKey.FromText(weak.ExportPkcs8PrivateKeyPem()),
            ServerKey.FromText(brainpool.ExportPkcs8PrivateKeyPem()),
            ServerKey.FromText(TestKeys.RsaPem, algorithm: "ES256"),
            ServerKey.FromText(TestKeys.P256Pem, algorithm: "HS256"),
            ServerKey.FromText(ec.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1))),
            ServerKey.FromText("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
            ServerKey.FromText("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")));
        Assert.That(exception!.Message, Does.Contain("key 1 holds no PEM block")
            .And.Contain("key 2 holds more than one key")
            .And.Contain("key 3 is a public key and cannot sign")
            .And.Contain("key 4 is an RSA key below 2048 bits")
            .And.Contain("key 5 is on a curve that is not supported")
            .And.Contain("key 6 cannot sign with 'ES256'; its own algorithm is RS256")
            .And.Contain("key 7 cannot sign with 'HS256'")
            .And.Contain("key 8 is encrypted; give its password")
            .And.Contain("key 9 cannot be read as PRIVATE KEY")
            .And.Contain("key 10 cannot be read as CERTIFICATE"));
    }

    [Test]
    public void One_key_has_one_algorithm() => Assert.That(
        () => new StaticKeystore(ServerKey.FromText(TestKeys.RsaPem, algorithm: "RS256"), ServerKey.FromText(TestKeys.RsaPem, algorithm: "PS256")),
        Throws.ArgumentException.With.Message.Contains("stands twice under different algorithms"));

    [Test]
    public void A_keystore_that_cannot_sign_is_refused() =>
        Assert.That(() => new StaticKeystore(ServerKey.FromText(TestKeys.P256Pem, use: KeyUse.Verify)), Throws.ArgumentException.With.Message.Contains("no key signs"));

    [Test]
    public void A_key_does_not_print_itself() => Assert.That($"{ServerKey.FromText(TestKeys.P256Pem)}", Does.Not.Contain("PRIVATE"));
}
