using Attesto.Issuing;
using Attesto.Tests.Token;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

/// <summary>How long a refresh token lives, whom it is bound to, and what becomes of one that is kept.</summary>
public sealed class RefreshTokenLifeTests
{
    private Server _server = null!;

    [SetUp]
    public void SetUp() => _server = new Server();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test]
    public async Task A_token_ends_when_it_lay_unused_too_long()
    {
        var first = (await _server.FirstTokensAsync()).RefreshToken!;
        _server.Clock.Advance(_server.Settings.RefreshTokens.Lifetime - TimeSpan.FromSeconds(1));
        var next = Server.Tokens(await _server.TokenAsync(Server.Refresh(first))).RefreshToken!;
        _server.Clock.Advance(_server.Settings.RefreshTokens.Lifetime);

        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(next))).Fault, Is.EqualTo(GrantFault.Expired));
    }

    [Test]
    public async Task A_grant_ends_however_often_it_is_refreshed()
    {
        _server.Settings.RefreshTokens.FamilyLifetime = TimeSpan.FromDays(20);
        var token = (await _server.FirstTokensAsync()).RefreshToken!;
        _server.Clock.Advance(TimeSpan.FromDays(10));
        token = Server.Tokens(await _server.TokenAsync(Server.Refresh(token))).RefreshToken!;
        _server.Clock.Advance(TimeSpan.FromDays(10) - TimeSpan.FromMinutes(1));
        var last = Server.Tokens(await _server.TokenAsync(Server.Refresh(token)));
        Assert.That(last.ExpiresIn, Is.EqualTo(60), "no access token outlives the grant");
        token = last.RefreshToken!;
        _server.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(token))).Fault, Is.EqualTo(GrantFault.Expired));
    }

    [Test(Description = "RFC 9449 §5: refresh tokens of public clients are bound")]
    public async Task A_public_clients_token_is_bound_and_a_confidential_ones_is_not()
    {
        var mine = (await _server.FirstTokensAsync(key: "mine")).RefreshToken!;
        Assert.That(Server.Error(await _server.TokenAsync(Server.Post(Server.Refresh(mine)) with { Dpop = ["theirs"] })).Fault, Is.EqualTo(GrantFault.ConstraintMismatch));

        _server.Clients["app"] = _server.Clients["app"] with { IsPublic = false, Secrets = [ClientSecret.Of(Server.Secret)] };
        var code = await _server.CodeAsync();
        var confidential = Server.Tokens(await _server.TokenAsync(
            Server.Post([.. Server.Redeem(code), ("client_secret", Server.Secret)]) with { Dpop = ["old"] })).RefreshToken!;
        var renewed = Server.Tokens(await _server.TokenAsync(
            Server.Post([.. Server.Refresh(confidential), ("client_secret", Server.Secret)]) with { Dpop = ["new"] }));
        Assert.That((string?)Server.Payload(renewed.AccessToken)["cnf"]!["jkt"], Is.EqualTo("new"));
    }

    [Test]
    public async Task An_unbound_token_takes_the_key_that_is_proven()
    {
        var first = (await _server.FirstTokensAsync()).RefreshToken!;
        var next = Server.Tokens(await _server.TokenAsync(Server.Post(Server.Refresh(first)) with { Dpop = ["mine"] }));

        Assert.That(next.TokenType, Is.EqualTo("DPoP"));
        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(next.RefreshToken!))).Fault, Is.EqualTo(GrantFault.ConstraintMismatch));
    }

    [Test(Description = "FAPI 2.0 §5.3.2.1")]
    public async Task A_client_that_keeps_its_token_uses_it_again_and_again()
    {
        _server.Clients["app"] = _server.Clients["app"] with { RefreshTokenUsage = RefreshTokenUsage.Keep };
        var token = (await _server.FirstTokensAsync()).RefreshToken!;

        for (var i = 0; i < 3; i++)
        {
            _server.Clock.Advance(_server.Settings.RefreshTokens.Lifetime - TimeSpan.FromSeconds(1));
            Assert.That(Server.Tokens(await _server.TokenAsync(Server.Refresh(token))).RefreshToken, Is.EqualTo(token));
        }
    }

    [TestCase(RefreshTokenUsage.Keep, null, true)]
    [TestCase(RefreshTokenUsage.Keep, RefreshTokenUsage.Rotate, false)]
    [TestCase(RefreshTokenUsage.Rotate, RefreshTokenUsage.Keep, true)]
    public async Task A_clients_own_word_on_rotation_counts_before_the_servers(RefreshTokenUsage servers, RefreshTokenUsage? own, bool isKept)
    {
        _server.Settings.RefreshTokens.Usage = servers;
        _server.Clients["app"] = _server.Clients["app"] with { RefreshTokenUsage = own };
        var token = (await _server.FirstTokensAsync()).RefreshToken!;
        Assert.That(Server.Tokens(await _server.TokenAsync(Server.Refresh(token))).RefreshToken == token, Is.EqualTo(isKept));
    }

    [TestCase("openid offline_access", 60)]
    [TestCase("openid", 900)]
    public async Task The_first_access_token_too_ends_with_a_grant_that_can_be_refreshed(string scope, int seconds)
    {
        _server.Settings.RefreshTokens.FamilyLifetime = TimeSpan.FromMinutes(1);
        Assert.That((await _server.FirstTokensAsync(_server.NewAuthorization(scope: scope))).ExpiresIn, Is.EqualTo(seconds));
    }
}
