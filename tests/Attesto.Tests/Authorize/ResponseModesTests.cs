using System.Text.Json;
using Attesto.Authorize;
using Attesto.Jose;
using Attesto.Tests.Keys;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Authorize;

/// <summary>How responses travel (OAuth 2.0 Multiple Response Types §2.1, Form Post Response Mode §2, JARM §2).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ResponseModesTests
{
    private readonly FrontChannel _server = new();

    [TestCase(null, ResponseDelivery.Query)]
    [TestCase("query", ResponseDelivery.Query)]
    [TestCase("fragment", ResponseDelivery.Fragment)]
    [TestCase("form_post", ResponseDelivery.FormPost)]
    public async Task Plain_modes_carry_the_parameters_bare(string? mode, Enum delivery)
    {
        var good = await _server.AuthorizeAsync(("response_mode", mode));
        Assert.That(good.Response.Delivery, Is.EqualTo(delivery));
        Assert.That(good.Response.Parameters.Select(pair => pair.Key), Is.EqualTo(new[] { "code", "state", "iss" }));

        var bad = await _server.AuthorizeAsync(("response_mode", mode), ("scope", "unknown"));
        Assert.That(bad.Response.Delivery, Is.EqualTo(delivery));
        Assert.That(bad.Sent("error"), Is.EqualTo("invalid_scope"));
    }

    [TestCase("jwt", ResponseDelivery.Query)]
    [TestCase("query.jwt", ResponseDelivery.Query)]
    [TestCase("fragment.jwt", ResponseDelivery.Fragment)]
    [TestCase("form_post.jwt", ResponseDelivery.FormPost)]
    public async Task Signed_modes_carry_one_JWT_that_names_issuer_and_audience(string mode, Enum delivery)
    {
        var good = await _server.AuthorizeAsync(("response_mode", mode));
        Assert.That(good.Response.Delivery, Is.EqualTo(delivery));
        Assert.That(good.Response.Parameters.Select(pair => pair.Key), Is.EqualTo(new[] { "response" }));
        var claims = await OpenAsync(good);
        var now = _server.Clock.Now.ToUnixTimeSeconds();
        Assert.That(
            (Text(claims, "iss"), Text(claims, "aud"), claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64(), Text(claims, "state")),
            Is.EqualTo((FrontChannel.Issuer, "app", now, now + 600, "xyz")));
        Assert.That(Text(claims, "code"), Has.Length.EqualTo(43));

        var bad = await _server.AuthorizeAsync(("response_mode", mode), ("scope", "unknown"), ("state", "<\"&>"));
        Assert.That(bad.Response.Delivery, Is.EqualTo(delivery));
        Assert.That(bad.Response.Parameters.Select(pair => pair.Key), Is.EqualTo(new[] { "response" }));
        claims = await OpenAsync(bad);
        Assert.That((Text(claims, "error"), Text(claims, "state"), claims.TryGetProperty("code", out _)), Is.EqualTo(("invalid_scope", "<\"&>", false)));
    }

    [Test]
    public async Task A_denial_and_a_failing_request_object_are_signed_too()
    {
        _server.Person.Consent = new ConsentOutcome.Denied();
        Assert.That(Text(await OpenAsync(await _server.AuthorizeAsync(("response_mode", "jwt"))), "error"), Is.EqualTo("access_denied"));
        Assert.That(Text(await OpenAsync(await _server.AuthorizeAsync(("response_mode", "jwt"), ("request", "garbage"))), "error"), Is.EqualTo("invalid_request_object"));
        _server.Options.PushedAuthorization.Required = true;
        Assert.That(Text(await OpenAsync(await _server.AuthorizeAsync(("response_mode", "jwt"))), "error"), Is.EqualTo("invalid_request"));
    }

    [TestCase("PS256", "PS256")]
    [TestCase("ES256", "ES256")]
    [TestCase(null, "ES256")]
    [TestCase("ES512", "ES256")]
    public async Task The_client_chooses_the_algorithm_among_the_servers_keys(string? asked, string used)
    {
        _server.App = _server.App with { AuthorizationSignedResponseAlg = asked };
        Assert.That(CompactJws.TryParse((await _server.AuthorizeAsync(("response_mode", "jwt"))).Sent("response"), out var jws, out _));
        Assert.That(jws!.Algorithm, Is.EqualTo(used));
    }

    [Test(Description = "FAPI 2.0 Message Signing §5.4.1")]
    public async Task Signed_responses_may_be_demanded()
    {
        Assert.That(ResponseModes.Offered(_server.Options), Is.EqualTo(ResponseModes.All));
        _server.Options.Authorization.RequireSignedResponses = false;
        Assert.That(ResponseModes.Offered(_server.Options), Is.EqualTo(ResponseModes.All));
        Assert.That((await _server.AuthorizeAsync()).Sent("code"), Is.Not.Empty);

        _server.Options.Authorization.RequireSignedResponses = true;
        Assert.That(ResponseModes.Offered(_server.Options).Select(mode => mode.Name), Is.EqualTo(new[] { "jwt", "query.jwt", "fragment.jwt", "form_post.jwt" }));
        Assert.That((await _server.AuthorizeAsync()).Sent("error"), Is.EqualTo("invalid_request"));
        Assert.That(Text(await OpenAsync(await _server.AuthorizeAsync(("response_mode", "jwt"))), "code"), Is.Not.Empty);
    }

    [TestCase("web_message")]
    [TestCase("JWT")]
    public async Task An_unusable_mode_is_refused_in_the_query(string mode)
    {
        var outcome = await _server.AuthorizeAsync(("response_mode", mode));
        Assert.That((outcome.Response.Delivery, outcome.Sent("error"), outcome.Sent("iss")), Is.EqualTo((ResponseDelivery.Query, "invalid_request", FrontChannel.Issuer)));
    }

    [TestCase("form_post")]
    [TestCase("form_post.jwt")]
    public async Task A_page_never_posts_to_an_application(string mode)
    {
        _server.App = _server.App with { RedirectUris = ["com.example.app:/cb"] };
        var outcome = await _server.AuthorizeAsync(("redirect_uri", "com.example.app:/cb"), ("response_mode", mode));
        Assert.That((outcome.Response.Delivery, outcome.Sent("error")), Is.EqualTo((ResponseDelivery.Query, "invalid_request")));
        outcome = await _server.AuthorizeAsync(("redirect_uri", "com.example.app:/cb"), ("response_mode", mode), ("scope", "unknown"));
        Assert.That(outcome.Response.Delivery, Is.EqualTo(ResponseDelivery.Query));
    }

    [TestCase("https://app.example/cb", ResponseDelivery.Query, "https://app.example/cb?a=1%262&b=")]
    [TestCase("https://app.example/cb?x=1", ResponseDelivery.Query, "https://app.example/cb?x=1&a=1%262&b=")]
    [TestCase("https://app.example/cb?", ResponseDelivery.Query, "https://app.example/cb?a=1%262&b=")]
    [TestCase("https://app.example/cb?x=1", ResponseDelivery.Fragment, "https://app.example/cb?x=1#a=1%262&b=")]
    [TestCase("com.example.app:/cb", ResponseDelivery.Query, "com.example.app:/cb?a=1%262&b=")]
    public void The_location_is_the_redirect_uri_with_encoded_parameters(string uri, Enum delivery, string location) =>
        Assert.That(new AuthorizationResponse(new ValidatedRedirectUri(uri), (ResponseDelivery)delivery, [new("a", "1&2"), new("b", "")]).ToLocation(), Is.EqualTo(location));

    [Test]
    public async Task A_response_never_prints_its_code() => Assert.That((await _server.AuthorizeAsync()).ToString(), Does.Not.Contain("code="));

    private async Task<JsonElement> OpenAsync(AuthorizeOutcome outcome)
    {
        Assert.That(CompactJws.TryParse(outcome.Sent("response"), out var jws, out _));
        var keys = TestKeys.Algorithms.Find(TestKey.SetOf(await _server.Services.GetRequiredService<IKeystore>().GetVerificationKeysAsync(CancellationToken.None)));
        Assert.That(keys.Verifies(jws!));
        Assert.That(jws!.Type, Is.Null, "an authorization response must not pass for an ID token");
        return jws.Payload;
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}
