using Attesto.Scopes;
using Attesto.Tests.Token;
using NUnit.Framework;

namespace Attesto.Tests.Clients;

/// <summary>A registration that leaves something out allows nothing by it (RFC 7591 §2).</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClientAllowanceTests
{
    private static readonly string[] NeverByOmission = [GrantTypes.ClientCredentials, GrantTypes.DeviceCode, GrantTypes.JwtBearer, GrantTypes.TokenExchange];

    private readonly Server _server = new();

    [TearDown]
    public ValueTask Stop() => _server.DisposeAsync();

    [Test]
    public async Task Without_grant_types_a_client_uses_codes_and_their_refresh_tokens()
    {
        _server.Clients["app"] = _server.Clients["app"] with { GrantTypes = null };
        var tokens = await _server.FirstTokensAsync();
        Assert.That(tokens.RefreshToken, Is.Not.Null);
        Assert.That(Server.Tokens(await _server.TokenAsync(Server.Refresh(tokens.RefreshToken!))).AccessToken, Is.Not.Empty);
    }

    [TestCaseSource(nameof(NeverByOmission))]
    public async Task Without_grant_types_it_uses_no_other(string grantType)
    {
        _server.Settings.Device.Enabled = true;
        _server.Settings.JwtBearer.Enabled = true;
        _server.Clients["service"] = _server.Clients["service"] with { GrantTypes = null };
        var outcome = await _server.TokenAsync(("grant_type", grantType), ("client_id", "service"), ("client_secret", Server.Secret));
        Assert.That(Server.Error(outcome).Code, Is.EqualTo("unauthorized_client"));
    }

    [TestCase("openid", null)]
    [TestCase("profile", "invalid_scope")]
    [TestCase("openid read:reports", "invalid_scope")]
    [TestCase("offline_access", "invalid_scope")]
    public void Without_a_scope_it_may_ask_for_openid_only(string asked, string? error)
    {
        var read = new ScopeCatalogue(Microsoft.Extensions.Options.Options.Create(_server.Settings)).Read(asked, new Client { Id = "app" });
        Assert.That(read.TryGet(out _, out var refusal) ? null : refusal.Code, Is.EqualTo(error));
    }

    [Test]
    public void A_default_scope_reaches_no_further_than_the_allowance()
    {
        var client = new Client { Id = "app", DefaultScope = ScopeSet.Of("openid", "read:reports") };
        var catalogue = new ScopeCatalogue(Microsoft.Extensions.Options.Options.Create(_server.Settings));
        Assert.That(catalogue.Read(null, client).TryGet(out var scope, out _) ? $"{scope}" : null, Is.EqualTo("openid"));
        Assert.That(
            catalogue.Read(null, client with { AllowedScope = client.DefaultScope }).TryGet(out scope, out _) ? $"{scope}" : null,
            Is.EqualTo("openid read:reports"));
    }
}
