using Attesto.Tests.Token;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

/// <summary>A grant ends when nobody may use it any more, and is known for as long as a token of it lives: until then it can be revoked (RFC 7009 §2.1).</summary>
public sealed class KeptGrantTests
{
    private Server _server = null!;

    [SetUp]
    public void SetUp() => _server = new Server();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [TestCase("14.00:00:00", null, "14.00:00:00")]
    [TestCase("14.00:00:00", "20.00:00:00", "14.00:00:00", Description = "unused for two weeks, it ends before its time")]
    [TestCase("14.00:00:00", "10.00:00:00", "10.00:00:00", Description = "whatever its use, it ends after ten days")]
    public async Task It_ends_with_what_comes_first(string idle, string? absolute, string ends)
    {
        _server.Settings.RefreshTokens.Lifetime = TimeSpan.Parse(idle, null);
        _server.Settings.RefreshTokens.FamilyLifetime = absolute is null ? null : TimeSpan.Parse(absolute, null);
        Assert.That((await GrantAsync()).ExpiresAt, Is.EqualTo(_server.Clock.Now + TimeSpan.Parse(ends, null)));
    }

    [TestCase("00:10:00", "01:00:00", Description = "its access token outlives its refresh token")]
    [TestCase("14.00:00:00", "01:00:00")]
    public async Task It_is_known_until_its_last_token_has_ended(string idle, string access)
    {
        _server.Settings.RefreshTokens.Lifetime = TimeSpan.Parse(idle, null);
        _server.Settings.Tokens.AccessTokenLifetime = TimeSpan.Parse(access, null);
        var grant = await GrantAsync();
        Assert.That(grant.KeepUntil, Is.GreaterThanOrEqualTo(_server.Clock.Now + TimeSpan.Parse(access, null) + _server.Settings.RefreshTokens.GracePeriod));
        Assert.That(grant.KeepUntil, Is.GreaterThanOrEqualTo(grant.ExpiresAt));
    }

    private async Task<Grant> GrantAsync()
    {
        var token = Server.Payload((await _server.FirstTokensAsync()).AccessToken);
        Assert.That(GrantId.TryParse((string?)token["grant_id"], out var id), Is.True);
        return (await _server.Get<IGrantStore>().FindAsync(id, CancellationToken.None))!;
    }
}
