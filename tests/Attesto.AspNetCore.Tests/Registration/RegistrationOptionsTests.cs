using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Registration;

public sealed class RegistrationOptionsTests
{
    private const string Publisher = "https://publisher.example";

    [TestCase(null, "openid")]
    [TestCase("*", "openid read:reports")]
    [TestCase("read:reports", "read:reports")]
    [TestCase("openid", "openid")]
    public async Task A_client_that_asks_for_no_scope_gets_the_default(string? option, string? expected)
    {
        await using var host = await RegistrationHost.StartAsync(attesto: null, ("DefaultScope", option));
        Assert.That((await host.RegisterAsync(RegistrationHost.Web))["scope"], Is.EqualTo(expected));
        Assert.That((await host.RegisterAsync(RegistrationHost.Machine))["scope"], Is.EqualTo("read:reports"), "an explicit request wins");
    }

    [Test]
    public async Task Where_an_initial_access_token_is_demanded_nothing_else_will_do()
    {
        await using var host = await RegistrationHost.StartAsync(
            attesto: null, ("RequireInitialAccessToken", "true"), ("InitialAccessTokens:0", TokenHash.Of("first").Value), ("InitialAccessTokens:1", TokenHash.Of("second").Value));
        var none = await host.RegisterAsync(RegistrationHost.Web);
        var wrong = await host.RegisterAsync(RegistrationHost.Web, "third");
        Assert.Multiple(() =>
        {
            Assert.That((none.Status, none["error"], none.Challenge), Is.EqualTo((401, "invalid_token", "Bearer realm=\"OAuth\"")));
            Assert.That((wrong.Status, wrong["error"], wrong.Challenge), Is.EqualTo((401, "invalid_token", "Bearer realm=\"OAuth\", error=\"invalid_token\"")));
        });
        Assert.That((await host.RegisterAsync(RegistrationHost.Web, TokenHash.Of("first").Value)).Status, Is.EqualTo(401), "the hash is not the token");
        Assert.That((await host.RegisterAsync(RegistrationHost.Web, "first")).Status, Is.EqualTo(201));
        Assert.That((await host.RegisterAsync(RegistrationHost.Web, "second")).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task Who_registers_too_often_is_told_in_JSON()
    {
        await using var host = await RegistrationHost.StartAsync(attesto: null, ("RateLimit", "2"), ("RateLimitWindow", "00:01:00"));
        Assert.That((await host.RegisterAsync(RegistrationHost.Web)).Status, Is.EqualTo(201));
        Assert.That((await host.RegisterAsync("{}")).Status, Is.EqualTo(400));
        var third = await host.RegisterAsync(RegistrationHost.Web);
        Assert.That((third.Status, third["error"]), Is.EqualTo((429, "temporarily_unavailable")));
        host.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await host.RegisterAsync(RegistrationHost.Web)).Status, Is.EqualTo(201));
    }

    [Test]
    public async Task A_secret_ends_and_an_update_brings_a_new_one()
    {
        await using var host = await RegistrationHost.StartAsync(attesto: null, ("SecretLifetime", "1.00:00:00"));
        var client = await host.RegisterAsync(RegistrationHost.Machine);
        Assert.That(client["client_secret_expires_at"], Is.EqualTo($"{host.Host.Clock.Now.AddDays(1).ToUnixTimeSeconds()}"));
        Assert.That(await host.TokenAsync(client), Is.EqualTo(200));
        host.Host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(await host.TokenAsync(client), Is.EqualTo(400));
        var updated = await host.SendAsync(
            HttpMethod.Put, client.ConfigurationPath, client["registration_access_token"],
                $$"""{"client_id":"{{client["client_id"]}}","grant_types":["client_credentials"],"token_endpoint_auth_method":"client_secret_post"}""");
        Assert.That((updated.Status, await host.TokenAsync(updated), await host.TokenAsync(client)), Is.EqualTo((200, 200, 400)), updated.ToString());
    }

    [Test]
    public async Task A_client_that_is_not_used_is_forgotten_and_one_that_is_stays()
    {
        await using var host = await RegistrationHost.StartAsync(attesto: null, ("UnusedClientLifetime", "10.00:00:00"));
        var used = await host.RegisterAsync(RegistrationHost.Machine);
        var unused = await host.RegisterAsync(RegistrationHost.Machine);
        host.Host.Clock.Advance(TimeSpan.FromDays(8));
        Assert.That(await host.TokenAsync(used), Is.EqualTo(200));
        host.Host.Clock.Advance(TimeSpan.FromDays(8));
        Assert.That((await host.TokenAsync(used), await host.TokenAsync(unused)), Is.EqualTo((200, 400)));
        Assert.That((await host.SendAsync(HttpMethod.Get, unused.ConfigurationPath, unused["registration_access_token"])).Status, Is.EqualTo(401));
    }

    [TestCase("*", "com.example.app:/cb", 201)]
    [TestCase("*", "cursor://anysphere/cb", 201)]
    [TestCase("cursor", "cursor://anysphere/cb", 201)]
    [TestCase("cursor", "com.example.app:/cb", 400)]
    [TestCase("javascript", "javascript:alert(1)", 400)]
    public async Task Private_use_schemes_are_those_that_the_host_allows(string allowed, string redirect, int status)
    {
        await using var host =
            await RegistrationHost.StartAsync(builder => builder.Services.Configure<AttestoOptions>(options => options.Registration.AllowedRedirectSchemes = [allowed]));
        Assert.That((await host.RegisterAsync($$"""{"redirect_uris":["{{redirect}}"]}""")).Status, Is.EqualTo(status));
    }

    [TestCase(true, "http://localhost:5000/logout", 201)]
    [TestCase(true, "http://client.example/logout", 400)]
    [TestCase(false, "http://localhost:5000/logout", 400)]
    public async Task A_logout_is_told_to_loopback_where_the_server_may_call_it(bool allowed, string uri, int status)
    {
        await using var host =
            await RegistrationHost.StartAsync(builder => builder.Services.Configure<AttestoOptions>(options => options.Outbound.AllowLoopback = allowed));
        Assert.That((await host.RegisterAsync($$"""{"redirect_uris":["https://client.example/cb"],"backchannel_logout_uri":"{{uri}}"}""")).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task The_host_may_change_or_refuse_but_not_break_the_rules()
    {
        await using var host = await RegistrationHost.StartAsync(builder => builder.Services.AddSingleton<IRegistrationPolicy, Policy>());
        Assert.That((await host.RegisterAsync(RegistrationHost.Web))["client_name"], Is.EqualTo("renamed"));
        var refused = await host.RegisterAsync("""{"redirect_uris":["https://client.example/cb"],"client_name":"evil"}""");
        Assert.That((refused.Status, refused["error"]), Is.EqualTo((400, "invalid_client_metadata")));
        Assert.That((await host.RegisterAsync("""{"redirect_uris":["https://client.example/cb"],"client_name":"breaks"}"""))["error"], Is.EqualTo("invalid_redirect_uri"));
    }

    [Test]
    public async Task A_verified_software_statement_takes_precedence()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var host = await RegistrationHost.StartAsync(attesto: null, ("SoftwareStatementIssuers:0:Issuer", Publisher), ("SoftwareStatementIssuers:0:Jwks", Jwks(key)));
        var statement = Sign(key, $$"""{"iss":"{{Publisher}}","software_id":"reports","client_name":"Vouched","redirect_uris":["https://vouched.example/cb"]}""");
        var answer = await host.RegisterAsync($$"""{"redirect_uris":["https://client.example/cb"],"client_name":"Claimed","software_statement":"{{statement}}"}""");
        Assert.That(
            (answer.Status, answer["client_name"], answer["redirect_uris"], answer["software_id"], answer["software_statement"]),
            Is.EqualTo((201, "Vouched", """["https://vouched.example/cb"]""", "reports", statement)),
            answer.ToString());
    }

    [TestCase("{\"iss\":\"https://other.example\"}", true, "unapproved_software_statement")]
    [TestCase("{\"software_id\":\"x\"}", true, "unapproved_software_statement")]
    [TestCase("{\"iss\":\"https://publisher.example\"}", false, "invalid_software_statement", Description = "another key")]
    [TestCase("{\"iss\":\"https://publisher.example\",\"exp\":1}", true, "invalid_software_statement")]
    [TestCase("{\"iss\":\"https://publisher.example\",\"exp\":\"never\"}", true, "invalid_software_statement")]
    [TestCase("{\"iss\":\"https://publisher.example\",\"nbf\":99999999999}", true, "invalid_software_statement")]
    [TestCase("{\"iss\":\"https://publisher.example\",\"aud\":\"https://other.example\"}", true, "invalid_software_statement")]
    [TestCase("{\"iss\":\"https://publisher.example\",\"redirect_uris\":[\"javascript:alert(1)\"]}", true, "invalid_redirect_uri", Description = "vouched for, but not safe")]
    public async Task A_statement_that_does_not_verify_is_refused(string claims, bool rightKey, string error)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var host = await RegistrationHost.StartAsync(attesto: null, ("SoftwareStatementIssuers:0:Issuer", Publisher), ("SoftwareStatementIssuers:0:Jwks", Jwks(key)));
        var answer = await host.RegisterAsync($$"""{"redirect_uris":["https://client.example/cb"],"software_statement":"{{Sign(rightKey ? key : other, claims)}}"}""");
        Assert.That((answer.Status, answer["error"]), Is.EqualTo((400, error)), answer.ToString());
    }

    [TestCase("\"x\"")]
    [TestCase("\"eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL3B1Ymxpc2hlci5leGFtcGxlIn0.\"")]
    [TestCase("7")]
    public async Task A_statement_that_is_no_signed_JWT_is_refused(string statement)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var host = await RegistrationHost.StartAsync(attesto: null, ("SoftwareStatementIssuers:0:Issuer", Publisher), ("SoftwareStatementIssuers:0:Jwks", Jwks(key)));
        Assert.That((await host.RegisterAsync($$"""{"redirect_uris":["https://client.example/cb"],"software_statement":{{statement}}}"""))["error"],
            Is.EqualTo("invalid_software_statement"));
    }

    [Test]
    public async Task A_statement_can_be_required_and_is_unread_where_nobody_is_trusted()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var strict = await RegistrationHost.StartAsync(
            attesto: null, ("RequireSoftwareStatement", "true"), ("SoftwareStatementIssuers:0:Issuer", Publisher), ("SoftwareStatementIssuers:0:Jwks", Jwks(key)));
        Assert.That((await strict.RegisterAsync(RegistrationHost.Web))["error"], Is.EqualTo("invalid_software_statement"));
        await using var open = await RegistrationHost.StartAsync();
        var answer = await open.RegisterAsync(
            $$"""{"redirect_uris":["https://client.example/cb"],"client_name":"Claimed","software_statement":"{{Sign(key, "{\"iss\":\"x\",\"client_name\":\"Vouched\"}")}}"}""");
        Assert.That((answer.Status, answer["client_name"]), Is.EqualTo((201, "Claimed")));
    }

    private static string Jwks(ECDsa key)
    {
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return $$"""{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","x":"{{Base64Url.EncodeToString(q.X)}}","y":"{{Base64Url.EncodeToString(q.Y)}}"}]}""";
    }

    private static string Sign(ECDsa key, string claims)
    {
        var input = $"{Base64Url.EncodeToString("{\"alg\":\"ES256\"}"u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{input}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256))}";
    }

    private sealed class Policy : IRegistrationPolicy
    {
        public ValueTask<Result<ClientMetadata>> DecideAsync(RegistrationContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(context.Metadata.ClientName switch
            {
                "evil" => new OAuthError(ErrorCodes.InvalidClientMetadata, "no"),
                "breaks" => context.Metadata with { RedirectUris = ["javascript:alert(1)"] },
                _ => (Result<ClientMetadata>)(context.Metadata with { ClientName = "renamed" }),
            });
    }
}
