using System.Text.Json.Nodes;
using Attesto.Events;
using Attesto.Tests.Token;
using Attesto.UserInfo;
using NUnit.Framework;

namespace Attesto.Tests.UserInfo;

[TestFixture]
public sealed class UserInfoServiceTests
{
    private Server _server = null!;

    [SetUp]
    public void SetUp()
    {
        _server = new Server();
        _server.Claims.UserInfo = new JsonObject
        {
            ["sub"] = "mallory",
            ["name"] = "Alice",
            ["email"] = "alice@example.org",
            ["email_verified"] = true,
            ["updated_at"] = 1,
            ["shoe_size"] = 38,
            ["nickname"] = null,
        };
    }

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test(Description = "OpenID Connect Core §5.4")]
    public async Task Scopes_open_their_claims_and_no_others()
    {
        var answer = await AskAsync(_server.NewAuthorization(scope: "openid profile"));

        Assert.That(answer.Select(claim => claim.Key), Is.EquivalentTo(new[] { "sub", "name", "updated_at" }));
        Assert.That((string?)answer["sub"], Is.EqualTo("usr_alice"), "the host cannot change it");
    }

    [Test(Description = "OpenID Connect Core §5.5")]
    public async Task The_claims_parameter_opens_single_claims()
    {
        var answer = await AskAsync(_server.NewAuthorization(scope: "openid") with { Claims = """{"userinfo":{"shoe_size":null,"sub":null,"unknown":null}}""" });

        Assert.That(answer.Select(claim => claim.Key), Is.EquivalentTo(new[] { "sub", "shoe_size" }));
    }

    [TestCase("""{"userinfo":["shoe_size"]}""")]
    [TestCase("""{"userinfo":"shoe_size"}""")]
    [TestCase("""{"id_token":{"shoe_size":null}}""")]
    public async Task A_malformed_claims_parameter_opens_nothing(string claims)
    {
        var answer = await AskAsync(_server.NewAuthorization(scope: "openid") with { Claims = claims });

        Assert.That(answer.Select(claim => claim.Key), Is.EqualTo(new[] { "sub" }));
    }

    [Test]
    public async Task A_token_without_openid_is_insufficient()
    {
        var token = (await _server.FirstTokensAsync(_server.NewAuthorization(scope: "profile"))).AccessToken;

        var error = Server.Error(await CallAsync(token));

        Assert.That((error.Code, error.Status), Is.EqualTo(("insufficient_scope", 403)));
        Assert.That(error.Challenge?.ToString(), Does.StartWith("Bearer ").And.Contain("scope=\"openid\""));
    }

    [Test]
    public async Task No_token_and_a_bad_token_are_401()
    {
        Assert.That(Server.Error(await CallAsync("garbage")).Status, Is.EqualTo(401));
        Assert.That(Server.Error(await _server.Get<UserInfoService>().HandleAsync(Server.Post(), CancellationToken.None)).Status, Is.EqualTo(401));
    }

    [Test(Description = "RFC 6749 §4.1.2")]
    public async Task A_token_whose_code_was_replayed_is_refused()
    {
        var code = await _server.CodeAsync();
        var token = Server.Tokens(await _server.TokenAsync(Server.Redeem(code))).AccessToken;
        Assert.That((await CallAsync(token)).Answer.TryGet(out _, out _), Is.True);

        await _server.TokenAsync(Server.Redeem(code));

        var error = Server.Error(await CallAsync(token));
        Assert.That((error.Code, error.Status), Is.EqualTo(("invalid_token", 401)));
    }

    private async Task<JsonObject> AskAsync(Attesto.Authorization authorization)
    {
        var outcome = await CallAsync((await _server.FirstTokensAsync(authorization)).AccessToken);
        return outcome.Answer.TryGet(out var claims, out var error) ? claims : throw new AssertionException(error.Code);
    }

    private Task<Outcome<JsonObject>> CallAsync(string token) => _server.Get<UserInfoService>().HandleAsync(
        Server.Post() with { Method = "GET", Url = $"{Server.Issuer}/oauth/userinfo", Authorization = [$"Bearer {token}"] }, CancellationToken.None);
}
