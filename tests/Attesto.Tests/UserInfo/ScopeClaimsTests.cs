using System.Text.Json.Nodes;
using Attesto.Tests.Token;
using Attesto.UserInfo;
using NUnit.Framework;

namespace Attesto.Tests.UserInfo;

/// <summary>One table says which claims a scope opens, in ID tokens as at UserInfo (OpenID Connect Core §5.4).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ScopeClaimsTests
{
    private readonly Server _server = new();

    [SetUp]
    public void Know() => _server.Claims.UserInfo = new JsonObject
    {
        ["sub"] = "mallory",
        ["name"] = "Alice",
        ["email"] = "alice@example.org",
        ["groups"] = new JsonArray("admins"),
        ["shoe_size"] = 38,
        ["acr"] = "platinum",
    };

    [TearDown]
    public ValueTask Stop() => _server.DisposeAsync();

    [Test]
    public async Task An_ID_token_carries_the_claims_of_the_granted_scopes_and_no_others()
    {
        var claims = await IdTokenAsync("openid profile");
        Assert.That(((string?)claims["name"], (string?)claims["sub"], (string?)claims["acr"]), Is.EqualTo(("Alice", "usr_alice", "gold")), $"{claims}");
        Assert.That(claims, Does.Not.ContainKey("email").And.Not.ContainKey("shoe_size"));
        Assert.That(await IdTokenAsync("openid"), Does.Not.ContainKey("name"));
    }

    [TestCase(null, null, SecurityProfile.None, true)]
    [TestCase(null, null, SecurityProfile.Fapi2Security, false)]
    [TestCase(true, null, SecurityProfile.Fapi2Security, true)]
    [TestCase(false, null, SecurityProfile.None, false)]
    [TestCase(false, true, SecurityProfile.None, true)]
    [TestCase(null, false, SecurityProfile.None, false)]
    public async Task Server_and_client_can_keep_it_bare(bool? server, bool? client, SecurityProfile profile, bool expected)
    {
        (_server.Settings.Scopes.ClaimsInIdToken, _server.Settings.Profile) = (server, profile);
        _server.Clients["app"] = _server.Clients["app"] with { ScopeClaimsInIdToken = client };
        Assert.That((await IdTokenAsync("openid profile")).ContainsKey("name"), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_scope_of_the_hosts_own_opens_claims_in_both_places()
    {
        _server.Settings.Scopes.Claims["read:reports"] = "groups roles";
        Assert.That((await IdTokenAsync("openid read:reports"))["groups"]!.ToJsonString(), Is.EqualTo("""["admins"]"""));
        Assert.That((await UserInfoAsync("openid read:reports"))["groups"]!.ToJsonString(), Is.EqualTo("""["admins"]"""));
        Assert.That(await UserInfoAsync("openid"), Does.Not.ContainKey("groups"));
    }

    [Test]
    public async Task An_entry_for_a_standard_scope_takes_the_place_of_its_claims()
    {
        _server.Settings.Scopes.Claims["profile"] = "groups";
        Assert.That((await IdTokenAsync("openid profile")).Select(claim => claim.Key), Does.Contain("groups").And.Not.Contain("name"));
    }

    [Test]
    public async Task The_hosts_own_claims_of_the_ID_token_come_first()
    {
        _server.Claims.IdToken = new JsonObject { ["name"] = "A." };
        Assert.That((string?)(await IdTokenAsync("openid profile"))["name"], Is.EqualTo("A."));
    }

    private async Task<JsonObject> IdTokenAsync(string scope) => Server.Payload((await _server.FirstTokensAsync(_server.NewAuthorization(scope: scope))).IdToken!);

    private async Task<JsonObject> UserInfoAsync(string scope)
    {
        var token = (await _server.FirstTokensAsync(_server.NewAuthorization(scope: scope))).AccessToken;
        var request = Server.Post() with { Method = "GET", Url = $"{Server.Issuer}/oauth/userinfo", Authorization = [$"Bearer {token}"] };
        var outcome = await _server.Get<UserInfoService>().HandleAsync(request, CancellationToken.None);
        return outcome.Answer.TryGet(out var response, out var error) ? response.Claims : throw new AssertionException($"{error.Code} {error.Fault}");
    }
}
