using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attesto.SenderConstraints;
using Attesto.Tests.Keys;
using NUnit.Framework;

namespace Attesto.Tests.Mtls;

public sealed class CertificateChecksTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly X500DistinguishedName Subject = Name("C=DE", "O=Org, Inc.", "OU=A+B", "CN=client");

    [Test(Description = "RFC 8705 §2.1")]
    public void An_authority_vouches_for_its_own_certificates_now_and_for_clients()
    {
        var trusted = new X509Certificate2Collection(TestCertificates.Authority);
        Assert.That(CertificateChecks.IsTrusted(TestCertificates.Issue(Subject), trusted, Now), Is.True);
        Assert.That(CertificateChecks.IsTrusted(TestCertificates.Issue(Subject, usage: null), trusted, Now), Is.True, "no stated usage is any usage");
        Assert.That(CertificateChecks.IsTrusted(TestCertificates.Issue(Subject, usage: "1.3.6.1.5.5.7.3.1"), trusted, Now), Is.False, "a server's");
        Assert.That(CertificateChecks.IsTrusted(TestCertificates.Issue(Subject, to: Now.AddDays(-1)), trusted, Now), Is.False, "expired");
        Assert.That(CertificateChecks.IsTrusted(TestCertificates.Issue(Subject), trusted, TestCertificates.From.AddDays(-1)), Is.False, "not yet valid");
        Assert.That(CertificateChecks.IsTrusted(TestCertificates.SelfSigned, trusted, Now), Is.False);
        Assert.That(
            CertificateChecks.IsTrusted(TestCertificates.Issue(Subject, TestCertificates.MakeAuthority("CN=Test Authority")), trusted, Now),
            Is.False,
            "another authority of the same name");
        Assert.That(CertificateChecks.IsTrusted(TestCertificates.Issue(Subject), [], Now), Is.False, "nobody is trusted");
        Assert.That(CertificateChecks.IsTrusted(TestCertificates.Issue(Subject), trusted, Now, X509RevocationMode.Offline), Is.False, "nobody says that it is not revoked");
    }

    [Test(Description = "RFC 8705 §2.1, RFC 5280 §6.1: an authority in between leads to the root, and is none itself")]
    public void A_chain_leads_over_authorities_in_between_to_a_root_and_only_there()
    {
        using var root = TestCertificates.MakeAuthority("CN=Root", below: 1);
        using var between = TestCertificates.MakeAuthority("CN=Between", root);
        using var client = TestCertificates.Issue(Subject, between);
        Assert.That(CertificateChecks.IsTrusted(client, [root, between], Now), Is.True);
        Assert.That(CertificateChecks.IsTrusted(client, [root], Now), Is.False, "nobody knows who vouches");
        Assert.That(CertificateChecks.IsTrusted(client, [between], Now), Is.False, "no root");
    }

    [Test(Description = "RFC 5280 §4.2.2.1: the certificate, which anybody may have written, names the URL of its issuer's")]
    public void Nothing_is_fetched_that_a_certificate_names()
    {
        using var named = new TcpListener(IPAddress.Loopback, 0);
        named.Start();
        using var root = TestCertificates.MakeAuthority("CN=Root", below: 1);
        using var between = TestCertificates.MakeAuthority("CN=Between", root);
        using var client = TestCertificates.Issue(Subject, between, issuerUrl: $"http://{named.LocalEndpoint}/between.cer");
        Assert.That(CertificateChecks.IsTrusted(client, [root], Now), Is.False);
        Assert.That(named.Pending(), Is.False, "a connection was made");
    }

    [Test]
    public void Authorities_are_read_from_PEM_all_or_none()
    {
        var pem = TestCertificates.Authority.ExportCertificatePem();
        Assert.That((CertificateChecks.TryLoadAuthorities($"{pem}\n{pem}", out var two), two.Count), Is.EqualTo((true, 2)));
        Assert.That((CertificateChecks.TryLoadAuthorities("", out var none), none.Count), Is.EqualTo((false, 0)));
        var broken = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----";
        Assert.That((CertificateChecks.TryLoadAuthorities($"{pem}\n{broken}", out none), none.Count), Is.EqualTo((false, 0)));
    }

    // What OpenSSL lets through; most of what is malformed, it does not.
    [TestCase("300C310A30080603550403120141", Description = "letters in a NumericString")]
    [TestCase("300D310B30090603550403120240FF", Description = "bytes that a NumericString has not")]
    [TestCase("300E310A300806035504030301003100", Description = "an empty part after one that is no text")]
    [TestCase("300E310A300806035504030C01413100", Description = "an empty part")]
    public void A_subject_that_is_no_well_formed_name_fits_nobody(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName(Convert.FromHexString(subject)), key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        Assert.That(CertificateChecks.HasSubject(certificate, "CN=client"), Is.False);
    }

    [TestCase("""CN=client,OU=A\+B,O=Org\, Inc.,C=DE""", true, Description = "RFC 4514 order")]
    [TestCase("""C=DE, O=Org\, Inc., OU=A\+B, CN=client""", true, Description = "the order that OpenSSL prints")]
    [TestCase("""cn=client,ou=A\2BB,o=Org\2C Inc.,c=DE""", true)]
    [TestCase("""2.5.4.3=client,OU=A\+B,O=Org\, Inc.,C=DE""", true)]
    [TestCase("""CN=Client,OU=A\+B,O=Org\, Inc.,C=DE""", false)]
    [TestCase("""CN=client,O=Org\, Inc.,C=DE""", false)]
    [TestCase("""CN=client,OU=A\+B,O=Org\, Inc.,C=DE,L=x""", false)]
    [TestCase("""O=Org\, Inc.,CN=client,OU=A\+B,C=DE""", false)]
    [TestCase("CN=client", false)]
    [TestCase("client", false)]
    [TestCase("", false)]
    [TestCase("CN=", false)]
    [TestCase("=x", false)]
    [TestCase("CN=client\\", false)]
    [TestCase("NOPE=client", false)]
    public void The_subject_is_compared_part_by_part(string registered, bool matches) =>
        Assert.That(CertificateChecks.HasSubject(TestCertificates.Issue(Subject), registered), Is.EqualTo(matches));

    [Test]
    public void A_subject_that_only_looks_right_in_text_does_not_match()
    {
        using var tricky = TestCertificates.Issue(Name("CN=client,O=Org"));
        Assert.That(CertificateChecks.HasSubject(tricky, "CN=client,O=Org"), Is.False);
        Assert.That(CertificateChecks.HasSubject(tricky, """CN=client\,O\=Org"""), Is.True);
    }

    [Test(Description = "RFC 8705 §2.2")]
    public void A_self_signed_certificate_is_known_by_its_registered_key()
    {
        using var ec = ECDsa.Create();
        ec.ImportFromPem(TestKeys.P256Pem);
        using var rsa = RSA.Create();
        rsa.ImportFromPem(TestKeys.RsaPem);
        var keys = TestKey.SetOf(TestKeys.Es256.PublicKey, TestKeys.Ps256.PublicKey);
        Assert.That(CertificateChecks.HasKeyOf(TestCertificates.MakeSelfSigned(ec), keys), Is.True);
        Assert.That(CertificateChecks.HasKeyOf(TestCertificates.MakeSelfSigned(rsa), keys), Is.True);
        Assert.That(CertificateChecks.HasKeyOf(TestCertificates.SelfSigned, keys), Is.False);
        Assert.That(CertificateChecks.HasKeyOf(TestCertificates.SelfSigned, TestKey.SetOf()), Is.False);
        Assert.That(CertificateChecks.HasKeyOf(TestCertificates.MakeSelfSigned(RSA.Create(1024)), keys), Is.False, "a weak key is no key");
        using var odd = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        Assert.That(CertificateChecks.HasKeyOf(TestCertificates.MakeSelfSigned(odd), keys), Is.False);
    }

    // Least specific first, as a certificate stores it; values are taken literally.
    private static X500DistinguishedName Name(params string[] parts)
    {
        var builder = new X500DistinguishedNameBuilder();
        foreach (var part in parts.Reverse())
        {
            var (type, value) = (part[..part.IndexOf('=', StringComparison.Ordinal)], part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            builder.Add(type switch { "C" => "2.5.4.6", "O" => "2.5.4.10", "OU" => "2.5.4.11", _ => "2.5.4.3" }, value);
        }

        return builder.Build();
    }
}
