using System.Text.Json.Nodes;
using Attesto.Events;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Tests.Jose;
using Attesto.Tests.Keys;
using Attesto.Tests.Token;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

/// <summary>What an identity assertion confines, how long it is remembered, and what comes of it (RFC 7523 §3, draft-ietf-oauth-identity-assertion-authz-grant).</summary>
public sealed class IdentityAssertionTests
{
    private const string Idp = "https://idp.example";
    private const string Files = "https://files.example";

    private static readonly TestKey IdpKey = TestKeys.NewEs256();

    private Server _server = null!;
    private AssertionIssuer _issuer = null!;

    [SetUp]
    public void SetUp()
    {
        _server = new Server(services => services.AddSingleton<IAssertionSubjectPolicy>(new Alice()));
        _issuer = new() { Issuer = Idp, Jwks = TestKey.JsonOf(writer => JsonWebKeyWriter.WriteSet(writer, [IdpKey.PublicKey])) };
        _server.Settings.JwtBearer.Enabled = true;
        _server.Settings.JwtBearer.Issuers.Add(_issuer);
    }

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test(Description = "RFC 7523 §3: the server may ensure that an assertion is not replayed, for as long as it would be taken")]
    public async Task It_is_remembered_until_it_has_expired()
    {
        var assertion = Assertion();
        Assert.That((await AskAsync(assertion)).Answer.TryGet(out _, out _), Is.True);
        _server.Clock.Advance(TimeSpan.FromSeconds(299));
        for (var i = 0; i < 1024; i++) // so many make the store forget what has lapsed
        {
            await _server.Get<IReplayStore>().TryAddAsync(TokenHash.Of($"{i}"), _server.Clock.Now, default);
        }

        Assert.That(Server.Error(await AskAsync(assertion)).Fault, Is.EqualTo(GrantFault.Replayed));
    }

    [Test(Description = "RFC 7009 §2.1: what was granted can be ended")]
    public async Task The_grant_is_kept()
    {
        var token = Server.Payload(Server.Tokens(await AskAsync(Assertion())).AccessToken);
        Assert.That(GrantId.TryParse((string?)token["grant_id"], out var id), Is.True);
        Assert.That((await _server.Get<IGrantStore>().FindAsync(id, CancellationToken.None))?.Authorization.ClientId, Is.EqualTo("service"));
    }

    [Test]
    public async Task Several_resources_are_a_ceiling_and_none_is_none()
    {
        string Both() => Assertion(claims => claims["resource"] = new JsonArray(Server.Api, Files));
        Assert.That(AudienceOf(await AskAsync(Both())), Is.EquivalentTo(new[] { Server.Api, Files }));
        Assert.That(AudienceOf(await AskAsync(Both(), ("resource", Files))), Is.EqualTo(new[] { Files }));
        Assert.That(AudienceOf(await AskAsync(Assertion(), ("resource", Files))), Is.EqualTo(new[] { Files }));
    }

    [TestCase("""{"jkt":"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk","x5t#S256":"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"}""", Description = "RFC 7800 §3.1")]
    [TestCase("""["kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"]""")]
    [TestCase("\"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk\"")]
    [TestCase("{}")]
    public async Task A_confirmation_of_which_not_all_is_understood_is_refused(string cnf)
    {
        var assertion = Assertion(claims => claims["cnf"] = JsonNode.Parse(cnf));
        var outcome = await _server.TokenAsync(Server.Post(Body(assertion)) with { Dpop = [new string('k', 43)] });
        Assert.That(Server.Error(outcome).Fault, Is.EqualTo(GrantFault.BadAssertion));
    }

    [Test]
    public async Task An_issuer_may_know_this_server_by_another_name_and_then_by_no_other()
    {
        _issuer.Audience = "https://as.other.example";
        Assert.That((await AskAsync(Assertion(claims => claims["aud"] = "https://as.other.example"))).Answer.TryGet(out _, out _), Is.True);
        Assert.That(Server.Error(await AskAsync(Assertion())).Fault, Is.EqualTo(GrantFault.BadAssertion));
    }

    [Test]
    public async Task Without_a_policy_nobody_is_known()
    {
        await using var server = new Server();
        (server.Settings.JwtBearer.Enabled, var issuers) = (true, server.Settings.JwtBearer.Issuers);
        issuers.Add(_issuer);
        Assert.That(Server.Error(await server.TokenAsync(Body(Assertion()))).Code, Is.EqualTo("invalid_grant"));
    }

    private static string[] AudienceOf(Outcome<TokenResponse> outcome) => Server.Payload(Server.Tokens(outcome).AccessToken)["aud"] switch
    {
        JsonArray several => [.. several.Select(one => (string)one!)],
        var one => [(string)one!],
    };

    private Task<Outcome<TokenResponse>> AskAsync(string assertion, params (string, string)[] more) => _server.TokenAsync([.. Body(assertion), .. more]);

    private static (string, string)[] Body(string assertion) =>
        [("grant_type", GrantTypes.JwtBearer), ("client_id", "service"), ("client_secret", Server.Secret), ("assertion", assertion)];

    private string Assertion(Action<JsonObject>? change = null)
    {
        var now = _server.Clock.Now.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = Idp,
            ["sub"] = "external-1",
            ["aud"] = Server.Issuer,
            ["client_id"] = "service",
            ["jti"] = Secret.NewId(),
            ["iat"] = now,
            ["exp"] = now + 300,
        };
        change?.Invoke(claims);
        return Forge.Signed(IdpKey, Forge.Header(IdpKey, "oauth-id-jag+jwt"), claims.ToJsonString());
    }

    private sealed class Alice : IAssertionSubjectPolicy
    {
        public ValueTask<string?> FindSubjectAsync(AssertionSubjectContext context, CancellationToken cancellationToken) => ValueTask.FromResult<string?>("alice");
    }
}
