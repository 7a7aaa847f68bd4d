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
        Assert.That((string?)answer["sub"], Is.EqualTo("usr_alice"), "asked for by name, it is the token's all the same (§5.3.2)");
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

    [Test(Description = "OpenID Connect Core §5.3.1")]
    public async Task A_token_for_an_api_is_good_here_too()
    {
        var authorization = _server.NewAuthorization() with { Resources = [Server.Api] };
        Assert.That((string?)(await AskAsync(authorization))["sub"], Is.EqualTo("usr_alice"));
    }

    [Test(Description = "OpenID Connect Core §5.3")]
    public async Task A_token_about_no_person_is_refused()
    {
        var own = await _server.TokenAsync(("grant_type", "client_credentials"), ("client_id", "service"), ("client_secret", Server.Secret), ("scope", "openid profile"));
        Assert.That(Server.Error(await CallAsync(Server.Tokens(own).AccessToken)).Status, Is.EqualTo(403));

        var issued = await _server.Get<Attesto.Issuing.AccessTokenIssuer>().IssueAsync(
            new() { Principal = new("client", "cli_service"), ClientId = "service", Scope = ScopeSet.Of("openid") }, CancellationToken.None);
        var error = Server.Error(await CallAsync(issued.TryGet(out var token, out _) ? token.Token : throw new AssertionException("no token")));
        Assert.That((error.Status, error.Fault), Is.EqualTo((401, (Enum)Attesto.ResourceServer.ResourceFault.NoPerson)));
    }

    [Test(Description = "RFC 7009 §2.1")]
    public async Task A_token_ends_with_its_grant_its_client_and_its_person()
    {
        var tokens = await _server.FirstTokensAsync();
        var (app, find) = (_server.Clients["app"], _server.Principals.Find);
        Assert.That((await CallAsync(tokens.AccessToken)).Answer.TryGet(out _, out _), Is.True);

        _server.Clients["app"] = app with { IsRevoked = true };
        Assert.That(Server.Error(await CallAsync(tokens.AccessToken)).Code, Is.EqualTo("invalid_token"), "the client");
        (_server.Clients["app"], _server.Principals.Find) = (app, _ => null);
        Assert.That(Server.Error(await CallAsync(tokens.AccessToken)).Code, Is.EqualTo("invalid_token"), "the person");
        _server.Principals.Find = find;
        await _server.Get<Attesto.Revocation.RevocationService>().HandleAsync(Server.Post(("client_id", "app"), ("token", tokens.RefreshToken!)), CancellationToken.None);
        Assert.That(Server.Error(await CallAsync(tokens.AccessToken)).Code, Is.EqualTo("invalid_token"), "the grant");
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
        return outcome.Answer.TryGet(out var response, out var error) ? response.Claims : throw new AssertionException(error.Code);
    }

    private Task<Outcome<UserInfoResponse>> CallAsync(string token) => _server.Get<UserInfoService>().HandleAsync(
        Server.Post() with { Method = "GET", Url = $"{Server.Issuer}/oauth/userinfo", Authorization = [$"Bearer {token}"] }, CancellationToken.None);
}
