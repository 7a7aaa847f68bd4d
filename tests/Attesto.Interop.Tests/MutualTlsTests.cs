using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop;

/// <summary>RFC 8705 over a real TLS socket: authentication by certificate, and tokens bound to it.</summary>
public sealed class MutualTlsTests
{
    private const string Subject = "CN=machine,O=Interop,C=DE";

    private readonly X509Certificate2 _certificate = LabAuthority.Instance.Client(Subject);
    private readonly ECDsa _ownKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private X509Certificate2 _selfSigned = null!;
    private LabHost _host = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _selfSigned = LabAuthority.SelfSigned("CN=self", _ownKey);
        _host = await LabHost.StartAsync(
            LabJson.Lab(
                LabJson.Client(
                    "by-name", client => (client["token_endpoint_auth_method"], client["tls_client_auth_subject_dn"], client["require_mtls"]) = ("tls_client_auth", Subject, true)),
                LabJson.Client("by-key", client => (client["token_endpoint_auth_method"], client["jwks"]) = ("self_signed_tls_client_auth", Jwks(_selfSigned))),
                LabJson.Client("public", client => (client["public"], client["require_mtls"]) = (true, true))),
            withCertificatePort: true);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await _host.DisposeAsync();
        _selfSigned.Dispose();
        _certificate.Dispose();
        _ownKey.Dispose();
    }

    [Test]
    public async Task Discovery_names_the_port_that_asks_for_a_certificate()
    {
        using var http = LabHost.CreateClient();
        var document = JsonNode.Parse(await http.GetStringAsync($"{_host.Url}/.well-known/openid-configuration"))!;
        Assert.Multiple(() =>
        {
            Assert.That((bool?)document["tls_client_certificate_bound_access_tokens"], Is.True);
            Assert.That((string?)document["mtls_endpoint_aliases"]!["token_endpoint"], Is.EqualTo($"{_host.CertificateUrl}/oauth/token"));
        });
    }

    [Test]
    public async Task A_certificate_of_the_right_name_authenticates_and_binds_the_token()
    {
        using var http = LabHost.CreateClient(_certificate);
        var tokens = await TokenAsync(http, "by-name");
        Assert.That(tokens.Status, Is.EqualTo(200), tokens.Text);
        var api = await CallAsync(http, tokens["access_token"]!);
        Assert.Multiple(() =>
        {
            Assert.That(tokens["token_type"], Is.EqualTo("Bearer"));
            Assert.That(api.Status, Is.EqualTo(200), api.Text);
            Assert.That((string?)api.Json["cnf"]?["x5t#S256"], Is.EqualTo(Thumbprint(_certificate)));
        });
    }

    [Test]
    public async Task A_bound_token_is_worth_nothing_without_its_certificate()
    {
        using var http = LabHost.CreateClient(_certificate);
        var tokens = await TokenAsync(http, "by-name");
        using var without = LabHost.CreateClient();
        using var stranger = LabAuthority.Instance.Client("CN=stranger");
        using var with = LabHost.CreateClient(stranger);
        foreach (var other in new[] { without, with })
        {
            var api = await CallAsync(other, tokens["access_token"]!);
            Assert.That((api.Status, api.Challenge.Contains("invalid_token", StringComparison.Ordinal)), Is.EqualTo((401, true)));
        }
    }

    [Test]
    public async Task A_registered_key_in_a_self_signed_certificate_authenticates()
    {
        using var http = LabHost.CreateClient(_selfSigned);
        var tokens = await TokenAsync(http, "by-key");
        Assert.That(tokens.Status, Is.EqualTo(200), tokens.Text);
    }

    [Test(Description = "RFC 8705 §7.1")]
    public async Task A_public_client_refreshes_with_its_own_certificate_alone()
    {
        using var http = LabHost.CreateClient(_certificate);
        var browser = new Browser(_host, http);
        var callback = await browser.CallbackAsync(browser.Request("public"));
        var tokens = await browser.PostAsync($"{_host.CertificateUrl}/oauth/token", browser.Redemption(callback["code"]!, "public"));
        Assert.That(tokens.Status, Is.EqualTo(200), tokens.Text);
        using var stranger = LabAuthority.Instance.Client("CN=stranger");
        foreach (var other in new[] { null, stranger })
        {
            using var thief = LabHost.CreateClient(other);
            var refused = await RefreshAsync(thief, tokens["refresh_token"]!);
            Assert.That(refused.Status, Is.EqualTo(400), refused.Text);
        }

        var refreshed = await RefreshAsync(http, tokens["refresh_token"]!);
        Assert.That(refreshed.Status, Is.EqualTo(200), refreshed.Text);
        Assert.That((await CallAsync(http, refreshed["access_token"]!)).Status, Is.EqualTo(200));
    }

    [TestCase("by-name", "CN=machine,O=Other,C=DE")]
    [TestCase("by-key", Subject)]
    [TestCase("by-name", null)]
    [TestCase("by-key", null)]
    public async Task Any_other_certificate_is_refused(string clientId, string? subject)
    {
        using var certificate = subject is null ? null : LabAuthority.Instance.Client(subject);
        using var http = LabHost.CreateClient(certificate);
        var refused = await TokenAsync(http, clientId);
        Assert.That((refused.Status, refused["error"]), Is.EqualTo((400, "invalid_client")), refused.Text);
    }

    [TestCase("-tls1_1", false)]
    [TestCase("-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305", false)]
    [TestCase("-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256", false)]
    [TestCase("-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", true)]
    [TestCase("-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384", true)]
    [TestCase("-tls1_3", true)]
    public async Task Openssl_finds_only_the_suites_of_FAPI(string arguments, bool expected)
    {
        var address = new Uri(_host.Url).Authority;
        var start = new ProcessStartInfo("openssl", ["s_client", "-connect", address, "-CAfile", LabAuthority.Instance.RootFile, "-verify_return_error", .. arguments.Split(' ')])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = StartOrIgnore(start);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(output.Contains("Verify return code: 0 (ok)", StringComparison.Ordinal) && process.ExitCode == 0, Is.EqualTo(expected), $"{output}{await error}");
    }

    private Task<Answer> TokenAsync(HttpClient http, string clientId) => new Browser(_host, http).PostAsync(
        $"{_host.CertificateUrl}/oauth/token",
        [KeyValuePair.Create("grant_type", "client_credentials"), KeyValuePair.Create("client_id", clientId), KeyValuePair.Create("scope", "read:reports")]);

    private Task<Answer> RefreshAsync(HttpClient http, string token) => new Browser(_host, http).PostAsync(
        $"{_host.CertificateUrl}/oauth/token",
        [KeyValuePair.Create("grant_type", "refresh_token"), KeyValuePair.Create("client_id", "public"), KeyValuePair.Create("refresh_token", token)]);

    private Task<Answer> CallAsync(HttpClient http, string token) =>
        new Browser(_host, http).GetAsync($"{_host.CertificateUrl}/api/reports", ("Authorization", $"Bearer {token}"));

    private static string Thumbprint(X509Certificate2 certificate) => Base64Url.EncodeToString(SHA256.HashData(certificate.RawData));

    private static JsonObject Jwks(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPublicKey()!;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "EC",
                ["crv"] = "P-256",
                ["x"] = Base64Url.EncodeToString(point.X),
                ["y"] = Base64Url.EncodeToString(point.Y),
                ["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData)),
            }),
        };
    }

    private static Process StartOrIgnore(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("openssl is not installed");
            throw;
        }
    }
}
