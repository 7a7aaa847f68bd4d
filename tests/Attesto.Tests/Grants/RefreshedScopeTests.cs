using Attesto.Issuing;
using Attesto.Tests.Token;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

/// <summary>What of a grant a refresh may ask for: all of it, less, several things at once, and what is left of it after the host took something away.</summary>
public sealed class RefreshedScopeTests
{
    private Server _server = null!;

    [SetUp]
    public void SetUp() => _server = new Server();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [TestCase(RefreshTokenUsage.Rotate)]
    [TestCase(RefreshTokenUsage.Keep)]
    public async Task A_narrower_scope_narrows_the_access_token_alone(RefreshTokenUsage usage)
    {
        _server.Settings.RefreshTokens.Usage = usage;
        var first = await _server.FirstTokensAsync();

        var narrowed = Server.Tokens(await _server.TokenAsync(Server.Refresh(first.RefreshToken!, scope: "read:reports")));
        var after = Server.Tokens(await _server.TokenAsync(Server.Refresh(narrowed.RefreshToken!)));

        Assert.That((narrowed.Scope, (string?)Server.Payload(narrowed.AccessToken)["scope"]), Is.EqualTo(("read:reports", "read:reports")));
        Assert.That(after.Scope, Is.EqualTo(first.Scope));
    }

    [Test(Description = "RFC 8707 §2.2: a refresh token is bound to the full original grant")]
    public async Task A_code_redeemed_for_one_resource_refreshes_for_all()
    {
        var code = await _server.CodeAsync(_server.NewAuthorization() with { Resources = [Server.Api, Server.Issuer] });
        var first = Server.Tokens(await _server.TokenAsync([.. Server.Redeem(code), ("resource", Server.Api)]));

        var other = Server.Tokens(await _server.TokenAsync([.. Server.Refresh(first.RefreshToken!), ("resource", Server.Issuer)]));
        var both = Server.Tokens(await _server.TokenAsync(Server.Refresh(other.RefreshToken!)));

        Assert.That((string?)Server.Payload(first.AccessToken)["aud"], Is.EqualTo(Server.Api));
        Assert.That((string?)Server.Payload(other.AccessToken)["aud"], Is.EqualTo(Server.Issuer));
        Assert.That(Server.Payload(both.AccessToken)["aud"]!.AsArray(), Has.Count.EqualTo(2));
    }

    [Test(Description = "What was taken away is gone at the next use")]
    public async Task What_is_taken_from_a_client_or_a_person_is_gone_at_the_next_use()
    {
        var first = (await _server.FirstTokensAsync(_server.NewAuthorization() with { Resources = [Server.Api, "https://files.example"] })).RefreshToken!;
        var whole = _server.Clients["app"];

        _server.Clients["app"] = whole with { AllowedScope = ScopeSet.Of("openid", "read:reports") };
        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(first))).Fault, Is.EqualTo(GrantFault.RefreshNotAllowed), "offline_access");
        _server.Clients["app"] = whole with { GrantTypes = ["authorization_code"] };
        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(first))).Code, Is.EqualTo("unauthorized_client"), "the grant type");
        _server.Clients["app"] = whole with { IsRevoked = true };
        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(first))).Code, Is.EqualTo("invalid_client"), "the client");
        _server.Clients["app"] = whole with { AllowedScope = ScopeSet.Of("offline_access", "read:reports") };
        var good = _server.Principals.Find;
        _server.Principals.Find = _ => null;
        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(first))).Fault, Is.EqualTo(GrantFault.NoPrincipal), "the person");
        _server.Principals.Find = good;
        _server.Settings.Resources.Supported.RemoveAt(1);
        Assert.That(Server.Error(await _server.TokenAsync([.. Server.Refresh(first), ("resource", "https://files.example")])).Code, Is.EqualTo("invalid_target"), "the resource");

        var left = Server.Tokens(await _server.TokenAsync(Server.Refresh(first)));
        Assert.That((left.Scope, (string?)Server.Payload(left.AccessToken)["aud"]), Is.EqualTo(("offline_access read:reports", Server.Api)));
    }

    [Test]
    public async Task A_wildcard_admits_no_concrete_scope()
    {
        _server.Clients["app"] = _server.Clients["app"] with { AllowedScope = ScopeSet.Of("read:*", "offline_access") };
        var first = (await _server.FirstTokensAsync(_server.NewAuthorization(scope: "read:* offline_access"))).RefreshToken!;

        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(first, scope: "read:reports"))).Code, Is.EqualTo("invalid_scope"));
    }

    [Test]
    public async Task A_scope_that_left_the_catalogue_is_left_out()
    {
        var first = (await _server.FirstTokensAsync()).RefreshToken!;
        _server.Settings.Scopes.Supported.Remove("read:reports");

        Assert.That(Server.Tokens(await _server.TokenAsync(Server.Refresh(first))).Scope, Is.EqualTo("openid offline_access"));
    }

    [Test]
    public async Task A_retry_for_another_scope_gets_that_scope_and_the_same_successor()
    {
        var first = (await _server.FirstTokensAsync()).RefreshToken!;
        var next = Server.Tokens(await _server.TokenAsync(Server.Refresh(first))).RefreshToken!;

        var retried = Server.Tokens(await _server.TokenAsync(Server.Refresh(first, scope: "read:reports")));
        Assert.That((retried.Scope, retried.RefreshToken), Is.EqualTo(("read:reports", next)));
        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(first, scope: "write:reports"))).Code, Is.EqualTo("invalid_scope"), "and a mistake ends nothing");
        Assert.That(Server.Tokens(await _server.TokenAsync(Server.Refresh(next))).Scope, Is.EqualTo("openid offline_access read:reports"));
    }

    [Test]
    public async Task Sixteen_requests_for_three_apis_with_one_token_all_succeed_and_the_session_goes_on()
    {
        string[] apis = [Server.Api, Server.Issuer, "https://files.example"];
        var first = (await _server.FirstTokensAsync(_server.NewAuthorization() with { Resources = [.. apis] })).RefreshToken!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => _server.TokenAsync([.. Server.Refresh(first), ("resource", apis[i % 3])]))));

        var tokens = answers.Select(Server.Tokens).ToList();
        Assert.That(tokens.Select(token => (string?)Server.Payload(token.AccessToken)["aud"]), Is.EqualTo(Enumerable.Range(0, 16).Select(i => apis[i % 3])));
        Assert.That(tokens.Select(token => token.RefreshToken).Distinct(), Has.Exactly(1).Items);
        Assert.That((await _server.TokenAsync(Server.Refresh(tokens[0].RefreshToken!))).Answer.TryGet(out _, out _), Is.True);
    }
}
