using System.Net;
using System.Text.Json.Nodes;

namespace Attesto.AspNetCore.Tests.Profiles;

/// <summary>FAPI 2.0 Message Signing over HTTP, at a host that sets nothing but the profile.</summary>
public sealed class Fapi2MessageSigningTests
{
    private FapiClient _client = null!;

    [OneTimeSetUp]
    public async Task Start() => _client = await FapiClient.StartAsync("Fapi2MessageSigning");

    [OneTimeTearDown]
    public async Task Stop() => await _client.DisposeAsync();

    [Test]
    public async Task The_metadata_says_what_is_demanded()
    {
        var metadata = JsonNode.Parse(await _client.Host.CreateClient().GetStringAsync("/.well-known/openid-configuration"))!;
        Assert.That((bool?)metadata["require_signed_request_object"], Is.True);
        Assert.That(metadata["response_modes_supported"]!.ToJsonString(), Is.EqualTo("""["jwt","query.jwt","fragment.jwt","form_post.jwt"]"""));
    }

    [Test(Description = "FAPI 2.0 Message Signing §5.3.1, §5.4.1")]
    public async Task A_signed_request_gets_a_signed_response()
    {
        var pushed = await PushAsync(FapiClient.Request(("response_mode", "jwt")));
        var answer = await _client.AuthorizeAsync([new("client_id", "fapi"), new("request_uri", pushed["request_uri"]!)]);
        Assert.That(answer.Keys, Is.EqualTo(new[] { "response" }));
        var response = FapiClient.Read(answer["response"]!, 1);
        Assert.That(((string?)FapiClient.Read(answer["response"]!, 0)["alg"], (string?)response["iss"]), Is.EqualTo(("ES256", TestHost.Issuer)));
        Assert.That((await _client.TokenAsync(FapiClient.Redemption((string)response["code"]!))).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task An_unsigned_request_is_refused() =>
        Assert.That((await _client.PushAsync(("response_mode", "jwt")))["error"], Is.EqualTo("invalid_request"));

    [TestCase(null)]
    [TestCase("query")]
    [TestCase("form_post")]
    public async Task A_request_for_an_unsigned_response_is_refused(string? mode) =>
        Assert.That((await PushAsync(FapiClient.Request(("response_mode", mode))))["error"], Is.EqualTo("invalid_request"));

    [Test(Description = "Signing requests alone is a profile of its own")]
    public async Task A_host_may_leave_responses_unsigned()
    {
        await using var client = await FapiClient.StartAsync("Fapi2MessageSigning", null, ("Authorization:RequireSignedResponses", "false"));
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["client_id"] = "fapi", ["request"] = client.Signed(FapiClient.Request()) };
        var pushed = await client.PostAsync("/oauth/par", client.Authenticated(form));
        Assert.That(await client.AuthorizeAsync([new("client_id", "fapi"), new("request_uri", pushed["request_uri"]!)]), Does.ContainKey("code"));
    }

    private Task<FapiAnswer> PushAsync(Dictionary<string, string> request) =>
        _client.PostAsync("/oauth/par", _client.Authenticated(new(StringComparer.Ordinal) { ["client_id"] = "fapi", ["request"] = _client.Signed(request) }));
}
