using Attesto.Interop.Lab;
using Attesto.Tests.Shared.Lab;

namespace Attesto.Interop;

/// <summary>The shape of FAPI 2.0 Message Signing: signed requests, pushed; signed answers; bound tokens.</summary>
[RunsClient("openid-client", "library for Node.js", "FAPI 2.0 Message Signing: JAR, PAR, JARM, DPoP")]
public sealed class MessageSigningTests
{
    [TestCase("None")]
    [TestCase("Fapi2MessageSigning")]
    public async Task Openid_client_pushes_a_signed_request_and_reads_a_signed_answer(string profile)
    {
        using var key = new LabJwk();
        await using var host = await LabHost.StartAsync(LabJson.Lab(LabJson.WithKey("fapi", key, client =>
        {
            client["require_dpop"] = true;
            client["require_pushed_authorization_requests"] = true;
        })).With(options => options["Profile"] = profile));
        var result = await NodeClient.RunAsync("message-signing.mjs", new JsonObject
        {
            ["issuer"] = host.Url,
            ["client_id"] = "fapi",
            ["jwk"] = key.Private.DeepClone(),
            ["id_token_alg"] = "ES256",
            ["redirect_uri"] = LabJson.RedirectUri,
            ["login"] = "alice",
            ["scope"] = LabJson.Scope,
        });
        Assert.Multiple(() =>
        {
            Assert.That((string?)result["authorization_url"], Does.Contain("request_uri=urn").And.Not.Contain("redirect_uri"));
            Assert.That((string?)result["callback"], Does.Contain("response=").And.Not.Contain("code="));
            Assert.That((string?)result["tokens"]!["token_type"], Is.EqualTo("dpop").IgnoreCase);
            Assert.That((string?)result["claims"]!["sub"], Is.EqualTo("usr_alice"));
            Assert.That((int?)result["again"]!["status"], Is.EqualTo(400));
            Assert.That((string?)result["again"]!["body"]!["error"], Is.EqualTo("invalid_request_uri"));
            Assert.That((string?)result["refusal"], Is.EqualTo("login_required"));
        });
    }
}
