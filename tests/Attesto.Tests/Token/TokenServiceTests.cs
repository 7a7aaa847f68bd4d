using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NUnit.Framework;

namespace Attesto.Tests.Token;

[TestFixture]
public sealed class TokenServiceTests
{
    private Server _server = null!;

    [SetUp]
    public void SetUp() => _server = new Server();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test]
    public async Task Refusals_come_in_the_documented_order()
    {
        Assert.That(await DescribeAsync(Server.Post(("grant_type", "nonsense"))), Does.StartWith("invalid_client"));
        Assert.That(await DescribeAsync(Server.Post(("client_id", "app"))), Is.EqualTo("invalid_request: grant_type is missing"));
        Assert.That(await DescribeAsync(Server.Post(("client_id", "app"), ("grant_type", "nonsense"))), Does.StartWith("unsupported_grant_type"));
    }

    [Test(Description = "RFC 8707 §2")]
    public async Task Several_resources_may_be_asked_for()
    {
        var resource = Server.Post(
            ("client_id", "service"), ("client_secret", Server.Secret), ("grant_type", "client_credentials"), ("resource", Server.Api), ("resource", Server.Issuer));

        Assert.That((await _server.TokenAsync(resource)).Answer.TryGet(out _, out _), Is.True);
    }

    [Test]
    public async Task A_grant_for_credentials_refuses_a_public_client() =>
        Assert.That(await DescribeAsync(Server.Post(("client_id", "app"), ("grant_type", "client_credentials"))), Does.StartWith("invalid_client"));

    [Test(Description = "RFC 6749 §5.2")]
    public async Task A_grant_that_the_client_may_not_use_is_unauthorized()
    {
        _server.Clients["app"] = _server.Clients["app"] with { GrantTypes = ["refresh_token"] };

        Assert.That(await DescribeAsync(Server.Post(Server.Redeem("code"))), Does.StartWith("unauthorized_client"));
    }

    [Test]
    public async Task A_grant_that_the_server_does_not_offer_is_unsupported()
    {
        _server.Settings.Tokens.GrantTypes = ["refresh_token"];

        Assert.That(await DescribeAsync(Server.Post(Server.Redeem("code"))), Does.StartWith("unsupported_grant_type"));
    }

    [Test]
    public async Task A_bound_code_without_a_proof_says_so_before_the_client_fails()
    {
        var bound = await _server.CodeAsync(change: code => code with { DpopJkt = "key" });
        var plain = await _server.CodeAsync();

        Assert.That(await DescribeAsync(Server.Post(Server.Redeem(bound, clientId: "nobody"))), Is.EqualTo("invalid_request: a DPoP proof is required"));
        Assert.That(await DescribeAsync(Server.Post(Server.Redeem(plain, clientId: "nobody"))), Does.StartWith("invalid_client"));
        Assert.That((await _server.Codes.FindAsync(TokenHash.Of(bound), default))?.State, Is.EqualTo(CodeState.Issued));

        var proven = Server.Post(Server.Redeem(bound, clientId: "nobody")) with { Dpop = ["key"] };
        Assert.That(await DescribeAsync(proven), Does.StartWith("invalid_client"));
        _server.Settings.Dpop.Enabled = false;
        Assert.That(await DescribeAsync(Server.Post(Server.Redeem(bound, clientId: "nobody"))), Does.StartWith("invalid_client"));
    }

    [Test]
    public async Task A_failing_policy_is_a_fault_of_the_server()
    {
        _server.Principals.Find = _ => throw new InvalidOperationException("the database is down");
        var code = await _server.CodeAsync();

        Assert.That(await DescribeAsync(Server.Post(Server.Redeem(code))), Is.EqualTo("server_error: the server failed to process the request"));
    }

    [Test]
    public async Task Every_denial_is_an_event_with_what_was_asked()
    {
        var outcome = await _server.TokenAsync(
            Server.Post(("client_id", "nobody"), ("grant_type", "magic"), ("scope", "everything")) with { Dpop = ["key"] });

        var denied = outcome.Events.Single();
        Assert.That(
            (denied.Name, denied.ClientId, denied.GrantType, denied.Scope, denied.Result),
            Is.EqualTo((EventName.TokenDenied, "nobody", "magic", "everything", "invalid_client")));
        Assert.That(denied.Metadata, Does.ContainKey("cnf").And.ContainKey("client_ip"));
        Assert.That(
            (denied.Metadata["sender_constraint"], denied.Metadata["token_type"], denied.Metadata["http_status"]),
            Is.EqualTo(((object, object, object))("dpop", "DPoP", 400)));
    }

    [TestCase(true, true, "mtls")]
    [TestCase(true, false, "none")]
    [TestCase(false, true, "none")]
    public async Task A_denial_says_what_would_have_bound_the_token(bool isOn, bool hasCertificate, string constraint)
    {
        _server.Settings.Mtls.Enabled = isOn;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=nobody", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(99));
        var request = Server.Post(("client_id", "nobody"), ("grant_type", "magic")) with { ClientCertificate = hasCertificate ? certificate : null };

        var denied = (await _server.TokenAsync(request)).Events.Single();
        Assert.That((denied.Metadata["sender_constraint"], denied.Metadata["token_type"]), Is.EqualTo(((object, object))(constraint, "Bearer")));
    }

    [Test]
    public async Task A_proof_that_nobody_reads_would_have_bound_nothing()
    {
        _server.Settings.Dpop.Enabled = false;
        var outcome = await _server.TokenAsync(Server.Post(("client_id", "nobody"), ("grant_type", "magic")) with { Dpop = ["key"] });
        Assert.That(outcome.Events.Single().Metadata["sender_constraint"], Is.EqualTo("none"));
    }

    [Test]
    public async Task What_a_client_sent_reaches_an_event_short_and_clean()
    {
        var outcome = await _server.TokenAsync(("client_id", "x\ud800\n"), ("grant_type", new string('g', 1 << 20)));

        var denied = outcome.Events.Single();
        Assert.That(denied.ClientId, Is.EqualTo("x\ufffd\ufffd"));
        Assert.That(denied.GrantType, Has.Length.EqualTo(256));
    }

    [Test]
    public async Task A_denial_knows_the_client_of_a_basic_header()
    {
        var outcome = await _server.TokenAsync(Server.Post() with { Authorization = [Server.Basic("service", "wrong-secret")] });

        Assert.That(outcome.Events.Single().ClientId, Is.EqualTo("service"));
    }

    private async Task<string> DescribeAsync(OAuthRequest request)
    {
        var error = Server.Error(await _server.TokenAsync(request));
        return $"{error.Code}: {error.Description}";
    }
}
