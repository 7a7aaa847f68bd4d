using Attesto.Interop.Lab;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop;

/// <summary>Clients that prove who they are by a key, and tokens that only its holder can use.</summary>
[RunsClient("openid-client", "library for Node.js", "private_key_jwt and DPoP with nonces, at token endpoint, UserInfo and an API")]
[RunsClient("dpop", "library for JavaScript", "proofs by hand, nonces, replays")]
[RunsClient("jose", "library for JavaScript", "signed assertions; access tokens by the JWKS")]
public sealed class SenderConstraintTests
{
    private readonly LabJwk _key = new();
    private LabHost _host = null!;

    [OneTimeSetUp]
    public async Task Start() => _host = await LabHost.StartAsync(
        LabJson.Lab(
            LabJson.WithKey("fapi", _key, client => client["require_dpop"] = true),
            LabJson.WithKey("machine", _key, client => (client["scope"], client["require_dpop"]) = ("read:reports", true)))
        .With(options => options["Dpop"] = new JsonObject { ["RequireNonce"] = true }));

    [OneTimeTearDown]
    public async Task Stop()
    {
        await _host.DisposeAsync();
        _key.Dispose();
    }

    [Test]
    public async Task Openid_client_does_private_key_jwt_and_DPoP_and_obeys_our_nonces()
    {
        var result = await NodeClient.RunAsync("private-key-jwt-dpop.mjs", Input("fapi", LabJson.Scope));
        var thumbprint = (string?)result["thumbprint"];
        Assert.Multiple(() =>
        {
            Assert.That((string?)result["tokens"]!["token_type"], Is.EqualTo("dpop").IgnoreCase);
            Assert.That((string?)result["userinfo"]!["email"], Is.EqualTo("alice@people.example"));
            Assert.That((int?)result["api"]!["status"], Is.EqualTo(200));
            Assert.That((string?)result["api"]!["body"]!["cnf"]!["jkt"], Is.EqualTo(thumbprint));
            Assert.That((string?)result["api"]!["body"]!["subject"], Is.EqualTo("usr_alice"));
            Assert.That((int?)result["as_bearer"]!["status"], Is.EqualTo(401));
            Assert.That((string?)result["as_bearer"]!["challenge"], Does.Contain("DPoP"));
            Assert.That((string?)result["with_other_key"], Is.Not.Empty);
        });
    }

    [Test]
    public async Task The_packages_dpop_and_jose_get_a_token_call_an_API_and_fail_to_replay()
    {
        var result = await NodeClient.RunAsync("dpop-jose.mjs", Input("machine", "read:reports"));
        Assert.Multiple(() =>
        {
            Assert.That((int?)result["without_nonce"]!["status"], Is.EqualTo(400));
            Assert.That((string?)result["without_nonce"]!["body"]!["error"], Is.EqualTo("use_dpop_nonce"));
            Assert.That((string?)result["token_type"], Is.EqualTo("DPoP"));
            Assert.That((string?)result["claims"]!["cnf"]!["jkt"], Is.EqualTo((string?)result["thumbprint"]));
            Assert.That((string?)result["claims"]!["sub"], Is.EqualTo("cli_machine"));
            Assert.That((int?)result["replayed"]!["status"], Is.EqualTo(400));
            Assert.That((string?)result["replayed"]!["body"]!["error"], Is.EqualTo("invalid_dpop_proof"));
            Assert.That((int?)result["api"]!["status"], Is.EqualTo(200));
        });
    }

    private JsonObject Input(string clientId, string scope) => new()
    {
        ["issuer"] = _host.Url,
        ["client_id"] = clientId,
        ["jwk"] = _key.Private.DeepClone(),
        ["id_token_alg"] = "ES256",
        ["redirect_uri"] = LabJson.RedirectUri,
        ["login"] = "alice",
        ["scope"] = scope,
        ["api"] = $"{_host.Url}/api/reports",
        ["audience"] = _host.Url,
        ["token_endpoint"] = $"{_host.Url}/oauth/token",
        ["jwks_uri"] = $"{_host.Url}/.well-known/jwks.json",
    };
}
