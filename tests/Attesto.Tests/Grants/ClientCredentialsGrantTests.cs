using Attesto.Events;
using Attesto.Tests.Token;
using NUnit.Framework;

namespace Attesto.Tests.Grants;

[TestFixture]
public sealed class ClientCredentialsGrantTests
{
    private Server _server = null!;

    [SetUp]
    public void SetUp() => _server = new Server();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test(Description = "RFC 6749 §4.4")]
    public async Task A_client_gets_an_access_token_about_itself_and_nothing_else()
    {
        var outcome = await AskAsync(("scope", "openid offline_access read:reports"));

        var tokens = Server.Tokens(outcome);
        var claims = Server.Payload(tokens.AccessToken);
        Assert.That(((string?)claims["sub"], (string?)claims["client_id"]), Is.EqualTo(("cli_service", "service")));
        Assert.That(tokens.Scope, Is.EqualTo("offline_access read:reports"), "openid is about a person");
        Assert.That(claims, Does.Not.ContainKey("grant_id"));
        Assert.That((tokens.RefreshToken, tokens.IdToken), Is.EqualTo(((string?)null, (string?)null)));
        Assert.That(claims, Does.Not.ContainKey("acr").And.Not.ContainKey("auth_time"));
        Assert.That(outcome.Events.Single(), Has.Property("Name").EqualTo(EventName.TokenIssued).And.Property("GrantType").EqualTo("client_credentials"));
    }

    [Test(Description = "RFC 6749 §5.2")]
    public async Task A_client_that_the_host_does_not_know_asks_in_vain()
    {
        _server.Principals.Find = _ => null;
        Assert.That(Server.Error(await AskAsync()).Code, Is.EqualTo("invalid_request"));
    }

    [Test]
    public async Task No_scope_is_the_default_scope_or_none()
    {
        var none = Server.Tokens(await AskAsync());
        Assert.That(none.Scope, Is.Empty);
        Assert.That(Server.Payload(none.AccessToken), Does.Not.ContainKey("scope"), "a scope has at least one token (RFC 6749 §3.3)");

        _server.Clients["service"] = _server.Clients["service"] with { DefaultScope = ScopeSet.Of("read:reports") };
        Assert.That(Server.Tokens(await AskAsync()).Scope, Is.EqualTo("read:reports"));
    }

    [TestCase("unknown")]
    [TestCase("read:reports unknown")]
    [TestCase("a\"b")]
    [TestCase("a\tb")]
    [TestCase("read:*")]
    [TestCase("*")]
    public async Task A_scope_beyond_the_catalogue_is_refused(string scope) =>
        Assert.That(Server.Error(await AskAsync(("scope", scope))).Code, Is.EqualTo("invalid_scope"));

    [Test]
    public async Task A_scope_beyond_the_clients_allowance_is_refused()
    {
        _server.Clients["service"] = _server.Clients["service"] with { AllowedScope = ScopeSet.Of("read:*") };

        Assert.That(Server.Tokens(await AskAsync(("scope", "read:reports"))).Scope, Is.EqualTo("read:reports"));
        Assert.That(Server.Tokens(await AskAsync(("scope", "read:*"))).Scope, Is.EqualTo("read:*"));
        Assert.That(Server.Error(await AskAsync(("scope", "write:reports"))).Code, Is.EqualTo("invalid_scope"));
    }

    [Test(Description = "RFC 8707 §2")]
    public async Task Several_resources_become_the_audience()
    {
        var tokens = Server.Tokens(await AskAsync(("resource", Server.Api), ("resource", "https://files.example"), ("resource", Server.Api)));

        var audience = Server.Payload(tokens.AccessToken)["aud"]!.AsArray().Select(aud => (string?)aud);
        Assert.That(audience, Is.EqualTo(new[] { Server.Api, "https://files.example" }));
    }

    [TestCase("https://unknown.example")]
    [TestCase("/relative")]
    [TestCase("https://api.example#fragment")]
    [TestCase("https://api.example/%zz")]
    public async Task A_resource_that_is_malformed_or_not_served_is_refused(string resource) =>
        Assert.That(Server.Error(await AskAsync(("resource", resource))).Code, Is.EqualTo("invalid_target"));

    [Test]
    public async Task A_policy_that_grants_more_than_was_asked_is_not_followed()
    {
        await using var server = new Server(services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions
            .AddSingleton<IScopePolicy>(services, new Generous()));

        var outcome = await server.TokenAsync(
            ("grant_type", "client_credentials"), ("client_id", "service"), ("client_secret", Server.Secret), ("scope", "read:reports"));

        Assert.That(Server.Error(outcome).Code, Is.EqualTo("invalid_scope"));
    }

    [Test]
    public async Task A_principal_without_its_prefix_gets_no_token()
    {
        _server.Principals.Find = request => new Principal("client", request.Client.Id);

        Assert.That(Server.Error(await AskAsync()).Code, Is.EqualTo("invalid_request"));
    }

    private Task<Outcome<Attesto.Issuing.TokenResponse>> AskAsync(params (string, string)[] more) =>
        _server.TokenAsync([("grant_type", "client_credentials"), ("client_id", "service"), ("client_secret", Server.Secret), .. more]);

    private sealed class Generous : IScopePolicy
    {
        public ValueTask<Result<ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Result<ScopeSet>>(ScopeSet.Of("read:reports", "write:reports"));
    }
}
