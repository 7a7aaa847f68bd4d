using Attesto.Revocation;
using Attesto.Tests.Token;
using Attesto.UserInfo;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

/// <summary>What an old sign-in granted ends when the host says so, everywhere that its tokens are shown.</summary>
public sealed class SecurityStampTests
{
    private Server _server = null!;
    private string _stamp = "t1";

    [SetUp]
    public void Start()
    {
        (_server, _stamp) = (new Server(), "t1");
        var find = _server.Principals.Find;
        _server.Principals.Find = request => request.Subject is null || request.Authorization?.SecurityStamp == _stamp ? find(request) : null;
    }

    [Test]
    public async Task A_policy_sees_the_stamp_at_the_code_at_every_refresh_at_user_info_and_at_introspection()
    {
        var granted = _server.NewAuthorization() with { SecurityStamp = "t1" };
        var tokens = await _server.FirstTokensAsync(granted);
        tokens = Server.Tokens(await _server.TokenAsync(Server.Refresh(tokens.RefreshToken!)));
        Assert.That(await WorksAsync(tokens.AccessToken), Is.EqualTo((true, true)));

        _stamp = "t2";
        Assert.That(await WorksAsync(tokens.AccessToken), Is.EqualTo((false, false)));
        Assert.That(Server.Error(await _server.TokenAsync(Server.Refresh(tokens.RefreshToken!))).Code, Is.EqualTo("invalid_grant"));
        var code = await _server.CodeAsync(granted);
        Assert.That(Server.Error(await _server.TokenAsync(Server.Redeem(code))).Code, Is.EqualTo("invalid_grant"), "a code that was still under way");
    }

    [Test]
    public void A_stamp_has_its_length_and_says_so()
    {
        Assert.That(() => new SignInOutcome.Authenticated("alice") { SecurityStamp = new string('t', 65) }, Throws.ArgumentException.With.Message.Contains("64"));
        Assert.That(new SignInOutcome.Authenticated("alice") { SecurityStamp = new string('t', 64) }.SecurityStamp, Has.Length.EqualTo(64));
    }

    private async Task<(bool UserInfo, bool Introspection)> WorksAsync(string accessToken) => (
        (await _server.Get<UserInfoService>().HandleAsync(
            Server.Post() with { Method = "GET", Url = $"{Server.Issuer}/oauth/userinfo", Authorization = [$"Bearer {accessToken}"] }, CancellationToken.None)).Answer.TryGet(
                out _, out _),
        await _server.Get<LiveAccessTokens>().FindAsync(accessToken, CancellationToken.None) is not null);
}
