using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Attesto.EdDsa;
using Attesto.Jose;
using Attesto.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Keys;

/// <summary>Keys as the usual tools write them: each opens and signs, or the message says what to do.</summary>
public sealed class KeyFileTests
{
    private const string Password = "correct horse";

    private static readonly PbeParameters Pbe = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048);

    private readonly string _folder = Directory.CreateTempSubdirectory("attesto-keys-").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_folder, recursive: true);

    [TestCase("ecparam -name prime256v1 -genkey", null, "ES256", Description = "with its EC PARAMETERS block")]
    [TestCase("ecparam -name prime256v1 -genkey -noout", null, "ES256")]
    [TestCase("ecparam -name secp521r1 -genkey", null, "ES512")]
    [TestCase("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384", null, "ES384")]
    [TestCase("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048", null, "RS256")]
    [TestCase("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -aes-256-cbc -pass pass:PASSWORD", Password, "RS256")]
    [TestCase("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -aes-256-cbc -pass pass:PASSWORD", Password, "ES256")]
    [TestCase("genrsa 2048", null, "RS256")]
    [TestCase("genrsa -traditional 2048", null, "RS256")]
    [TestCase("genpkey -algorithm ed25519", null, "EdDSA")]
    [TestCase("genpkey -algorithm ed25519 -aes-256-cbc -pass pass:PASSWORD", Password, "EdDSA")]
    [TestCase("ecparam -name prime256v1 -genkey -noout -outform DER", null, "ES256")]
    [TestCase("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -outform DER", null, "RS256")]
    public async Task What_openssl_writes_opens(string command, string? password, string algorithm)
    {
        var file = OpenSsl(command.Replace("PASSWORD", Password.Replace(' ', '_'), StringComparison.Ordinal));
        var key = Ed25519Key.FromFile(file, password?.Replace(' ', '_'));
        await SignsAsync(key, algorithm);
    }

    [TestCase("genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048", "is restricted to RSA-PSS")]
    [TestCase("genrsa -traditional -aes128 -passout pass:x1234 2048", "is encrypted in the old form of OpenSSL")]
    [TestCase("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -aes-256-cbc -pass pass:x1234", "is encrypted; give its password")]
    [TestCase("genpkey -algorithm ed25519", "add the package Attesto.EdDsa")]
    [TestCase("genpkey -algorithm ed448", "is of a type that is not supported (OID 1.3.101.113)")]
    [TestCase("genpkey -algorithm X25519", "is of a type that is not supported (OID 1.3.101.110)")]
    [TestCase("ecparam -name secp256k1 -genkey -noout", "is on a curve that is not supported")]
    [TestCase("ecparam -name prime256v1 -genkey -noout -param_enc explicit", "")]
    public void What_cannot_be_used_is_named(string command, string fault) =>
        Assert.That(() => new StaticKeystore(ServerKey.FromFile(OpenSsl(command))), Throws.ArgumentException.With.Message.Contains(fault));

    [TestCase("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", "ssh-keygen -p -m PKCS8")]
    [TestCase("-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----", "is a DSA PRIVATE KEY; expected")]
    [TestCase("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----", "is a CERTIFICATE REQUEST; expected")]
    [TestCase("PuTTY-User-Key-File-3: ecdsa-sha2-nistp256", "is a PuTTY key")]
    [TestCase("""{"kty":"oct","k":"AAAA"}""", "is a symmetric key")]
    [TestCase("""{"keys":[]}""", "is a JWK Set")]
    [TestCase("""{"kty":"EC","kty":"EC"}""", "no JSON object with one interpretation")]
    [TestCase("""{"protected":"AA","ciphertext":"AA"}""", "is an encrypted JSON Web Key")]
    [TestCase("""{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}""", "has one of another length or form")]
    [TestCase("", "holds no PEM block")]
    public void A_text_that_is_no_key_says_why(string text, string fault) =>
        Assert.That(() => new StaticKeystore(ServerKey.FromText(text)), Throws.ArgumentException.With.Message.Contains(fault));

    [Test]
    public void A_missing_file_and_a_Java_keystore_are_named()
    {
        var java = Write([0xFE, 0xED, 0xFE, 0xED, 0, 0]);
        Assert.That(
            () => new StaticKeystore(ServerKey.FromFile(Path.Combine(_folder, "missing.pem")), ServerKey.FromFile(java), ServerKey.FromFile(Write([0x30, 0x82, 0, 1, 2]))),
            Throws.ArgumentException.With.Message.Contains("key 1 cannot be opened").And.Message.Contains("keytool -importkeystore").And.Message.Contains("is binary"));
    }

    [Test]
    public async Task A_PFX_opens_with_its_password([Values("EC", "RSA")] string kind, [Values(Password, "", null)] string? password)
    {
        using var certificate = Certificate(kind);
        var file = Write(certificate.Export(X509ContentType.Pfx, password));
        await SignsAsync(ServerKey.FromFile(file, password), kind is "EC" ? "ES256" : "RS256");
        if (password is Password)
        {
            Assert.That(() => new StaticKeystore(ServerKey.FromFile(file)), Throws.ArgumentException.With.Message.Contains("needs a password"));
            Assert.That(() => new StaticKeystore(ServerKey.FromFile(file, "wrong")), Throws.ArgumentException.With.Message.Contains("does not open"));
        }
    }

    [Test]
    public void A_PFX_without_a_private_key_says_so()
    {
        using var certificate = Certificate("EC");
        using var bare = X509CertificateLoader.LoadCertificate(certificate.RawData);
        Assert.That(
            () => new StaticKeystore(ServerKey.FromFile(Write(bare.Export(X509ContentType.Pfx)))),
            Throws.ArgumentException.With.Message.Contains("without a private key"));
    }

    [Test]
    public async Task A_certificate_object_signs_and_a_public_one_verifies()
    {
        using var certificate = Certificate("EC");
        using var bare = X509CertificateLoader.LoadCertificate(Certificate("RSA").RawData);
        await SignsAsync(ServerKey.FromCertificate(certificate), "ES256");
        var keys = new StaticKeystore(ServerKey.FromCertificate(certificate), ServerKey.FromCertificate(bare, "PS256", KeyUse.Verify),
            ServerKey.FromText(bare.ExportCertificatePem(), use: KeyUse.Verify, algorithm: "PS256"));
        Assert.That((await keys.GetVerificationKeysAsync(default)).Select(key => key.Alg), Is.EqualTo(new[] { "ES256", "PS256" }));
        Assert.That(() => new StaticKeystore(ServerKey.FromCertificate(bare)), Throws.ArgumentException.With.Message.Contains("is a public key and cannot sign"));
    }

    [Test(Description = "certbot, cert-manager and openssl req leave both in one file")]
    public async Task A_certificate_beside_the_private_key_is_passed_over()
    {
        using var certificate = Certificate("EC");
        var key = certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
        await SignsAsync(ServerKey.FromText($"Bag Attributes\n    localKeyID: 01\n{certificate.ExportCertificatePem()}\n{key}\n"), "ES256");
    }

    [Test]
    public async Task Other_encodings_of_a_text_file_open()
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var file = Write([.. encoding.GetPreamble(), .. encoding.GetBytes(TestKeys.P256Pem.ReplaceLineEndings("\r\n"))]);
            await SignsAsync(ServerKey.FromFile(file), "ES256");
        }
    }

    [Test]
    public async Task A_private_JSON_Web_Key_opens()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var json = Microsoft.IdentityModel.Tokens.JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new(ec));
        var text = $$"""{"kty":"EC","crv":"P-256","x":"{{json.X}}","y":"{{json.Y}}","d":"{{json.D}}","kid":"mine"}""";
        await SignsAsync(ServerKey.FromText(text), "ES256", "mine");
        const string rfc8037 = """{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";
        await SignsAsync(Ed25519Key.FromText(rfc8037), "EdDSA", "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        Assert.That(() => new StaticKeystore(ServerKey.FromText(rfc8037)), Throws.ArgumentException.With.Message.Contains("add the package Attesto.EdDsa"));
    }

    [Test]
    public async Task An_encrypted_key_opens_with_its_password_only()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = ec.ExportEncryptedPkcs8PrivateKeyPem(Password, Pbe);
        await SignsAsync(ServerKey.FromText(pem, Password), "ES256");
        Assert.That(() => new StaticKeystore(ServerKey.FromText(pem, "wrong")), Throws.ArgumentException.With.Message.Contains("does not open with its password"));
    }

    private static async Task SignsAsync(ServerKey key, string algorithm, string? keyId = null)
    {
        var keys = new StaticKeystore(key);
        var credentials = (await keys.FindSigningCredentialsAsync(null, default))!;
        var published = (await keys.GetVerificationKeysAsync(default)).Single();
        var token = await JwsWriter.SignAsync(credentials, "x+jwt", writer => writer.WriteString("a", "b"), default);
        Assert.That(CompactJws.TryParse(token, out var jws, out _), Is.True);
        Assert.That((jws!.Algorithm, jws.KeyId, published.Alg, published.Kid), Is.EqualTo((algorithm, published.Kid, algorithm, keyId ?? VerificationKey.ThumbprintOf(published))));
        Assert.That(jws.IsSignedBy(TestKeys.Algorithms.Find(published)), Is.True);
        Assert.That((published.D, published.P, published.K), Is.EqualTo(((string?)null, (string?)null, (string?)null)), "nothing private is published");
    }

    private static X509Certificate2 Certificate(string kind)
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        var request = kind is "EC"
            ? new CertificateRequest("CN=as.example", ec, HashAlgorithmName.SHA256)
            : new CertificateRequest("CN=as.example", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }

    private string Write(byte[] content)
    {
        var file = Path.Combine(_folder, Secret.NewId());
        File.WriteAllBytes(file, content);
        return file;
    }

    private string OpenSsl(string command)
    {
        var file = Path.Combine(_folder, Secret.NewId());
        var words = command.Split(' ').ToList();
        words.InsertRange(1, ["-out", file]); // genrsa takes its size last
        using var openssl = Process.Start(new ProcessStartInfo("openssl", words) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = openssl.StandardError.ReadToEnd();
        openssl.WaitForExit();
        Assert.That(openssl.ExitCode, Is.Zero, error);
        return file;
    }
}
