using System.Security.Cryptography;
using Attesto.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Moq;

namespace Attesto.AspNetCore.Tests.Configuration;

public sealed class StartTests
{
    [TestCase("Attesto:Issuer", null, "Attesto:Issuer is missing")]
    [TestCase("Attesto:Issuer", "auth.example", "Attesto:Issuer is \"auth.example\", which is not an absolute URL")]
    [TestCase("Attesto:Issuer", "http://auth.example", "which is not https")]
    [TestCase("Attesto:Issuer", "http://localhost:5000", "which is not https")]
    [TestCase("Attesto:Issuer", "https://auth.example?x=1", "which has a query")]
    [TestCase("Attesto:Issuer", "https://auth.example#x", "which has a fragment")]
    [TestCase("Attesto:Issuer", "https://auth.example/{tenant}", "plain segments")]
    [TestCase("Attesto:Issuer", "https://müller.example:8443/a", "Write the host in punycode: https://xn--mller-kva.example:8443/a.")]
    [TestCase("Attesto:Audience", "https://müller.example", "Write the host in punycode: https://xn--mller-kva.example.")]
    [TestCase("Attesto:Cors:AllowedOrigins", "https://müller.example", "Write the host in punycode: https://xn--mller-kva.example.")]
    [TestCase("Attesto:Mtls:AliasOrigin", "https://müller.example", "Write the host in punycode: https://xn--mller-kva.example.")]
    [TestCase("Attesto:ClientIdMetadata:BlockedHosts", "*.müller.example", "Write the host in punycode: *.xn--mller-kva.example.")]
    [TestCase("Attesto:Audience", "", "Attesto:Audience is missing")]
    [TestCase("Attesto:Audience", "api.example", "absolute URI")]
    [TestCase("Attesto:Audience", "https://api.example#x", "absolute URI")]
    [TestCase("Attesto:Audience", "https://api.example/%zz", "absolute URI")]
    [TestCase("Attesto:Endpoints:PathPrefix", "oauth", "Attesto:Endpoints:PathPrefix is \"oauth\"")]
    [TestCase("Attesto:Endpoints:PathPrefix", "/a//b", "Attesto:Endpoints:PathPrefix")]
    [TestCase("Attesto:Endpoints:Overrides:Token", "token", "Attesto:Endpoints:Overrides:Token is \"token\"")]
    [TestCase("Attesto:Endpoints:Overrides:Token", "http://x.example/token", "Attesto:Endpoints:Overrides:Token")]
    [TestCase("Attesto:Endpoints:Overrides:OpenIdConfiguration", "/x", "cannot move")]
    [TestCase("Attesto:Endpoints:Overrides:Tokn", "/x", "Attesto:Endpoints:Overrides:Tokn is not an option")]
    [TestCase("Attesto:Isuer", "x", "Attesto:Isuer is not an option of this server")]
    [TestCase("Attesto:Scopes:Suported", "x", "Attesto:Scopes:Suported is not an option")]
    [TestCase("Attesto:ScopesSupported:0", "x", "Attesto:ScopesSupported is not an option")]
    [TestCase("Attesto:Scopes", "openid", "Attesto:Scopes is \"openid\"; it is a group of options, such as Attesto:Scopes:Supported")]
    [TestCase("Attesto:Dpop", "true", "Attesto:Dpop is \"true\"; it is a group of options, such as Attesto:Dpop:Enabled")]
    [TestCase("Attesto:RefreshTokens:Lifetime", "24:00:00", "which .NET reads as 24 days; write [d.]hh:mm:ss")]
    [TestCase("Attesto:ClientAuthentication:AssertionAudience", "true", "Attesto:ClientAuthentication:AssertionAudience is \"true\"; it takes Issuer or")]
    [TestCase("Attesto:Dpop:RequireNonse", "true", "Attesto:Dpop:RequireNonse is not an option")]
    [TestCase("Attesto:Subjects:PrincipalKinds:0:Valeu", "x", "Attesto:Subjects:PrincipalKinds:0:Valeu is not an option")]
    [TestCase("Attesto:TrustedProxies:0", "10.1", "Attesto:TrustedProxies has the entry \"10.1\"")]
    [TestCase("Attesto:Resources:Supported:0", "not a uri", "Attesto:Resources:Supported has the entry")]
    [TestCase("Attesto:Resources:Supported:0:Uri", "not a uri", "Attesto:Resources:Supported has the entry")]
    [TestCase("Attesto:Resources:Supported:0:Url", "https://api.example", "Attesto:Resources:Supported:0:Url is not an option")]
    [TestCase("Attesto:Resources:Supported:0:SigningAlgorithm", "HS256", "SigningAlgorithm \"HS256\"")]
    [TestCase("Attesto:Resources:Supported:0:AccessTokenType", "jwt+at", "AccessTokenType \"jwt+at\"")]
    [TestCase("Attesto:Resources:Supported:0:AccessTokenLifetime", "3600", "AccessTokenLifetime is 3600.00:00:00")]
    [TestCase("Attesto:Resources:Supported:0:Claims:0", "sub", "has the entry \"sub\"")]
    [TestCase("Attesto:Subjects:PairwiseSalt", "short", "Attesto:Subjects:PairwiseSalt has fewer than 32 characters")]
    [TestCase("Attesto:Scopes:Supported:1", "two words", "Attesto:Scopes:Supported has the entry")]
    [TestCase("Attesto:Scopes:Supported:1", "read:reports", "twice")]
    [TestCase("Attesto:ProtectedResource:BearerMethodsSupported:0", "query", "Attesto:ProtectedResource:BearerMethodsSupported has the entry \"query\"")]
    [TestCase("Attesto:Authorization:CodeLifetime", "00:11:00", "Attesto:Authorization:CodeLifetime is 00:11:00")]
    [TestCase("Attesto:Tokens:AccessTokenLifetime", "00:00:00", "Attesto:Tokens:AccessTokenLifetime is 00:00:00")]
    [TestCase("Attesto:PushedAuthorization:Lifetime", "00:20:00", "Attesto:PushedAuthorization:Lifetime")]
    [TestCase("Attesto:Device:GuessWindow", "1.00:00:01", "Attesto:Device:GuessWindow is 1.00:00:01")]
    [TestCase("Attesto:Subjects:PrincipalKindClaim", "sub", "Attesto:Subjects:PrincipalKindClaim is \"sub\"")]
    [TestCase("Attesto:Tokens:AccessTokenType", " ", "Attesto:Tokens:AccessTokenType is blank")]
    [TestCase("Attesto:RequestObjects:SigningAlgorithms:0", "none", "Attesto:RequestObjects:SigningAlgorithms has the entry \"none\"")]
    [TestCase("Attesto:Mtls:AliasOrigin", "https://m.example/path", "Attesto:Mtls:AliasOrigin")]
    [TestCase("Attesto:Cors:AllowedOrigins:0", "https://a.example/", "Attesto:Cors:AllowedOrigins")]
    [TestCase("Attesto:Registration:DefaultScope", "write:reports", "Attesto:Registration:DefaultScope")]
    [TestCase("Attesto:JwtBearer:Enabled", "true", "No IAssertionSubjectPolicy is registered")]
    [TestCase("Attesto:JwtBearer:Enabled", "true", "no issuer is trusted")]
    [TestCase("Attesto:JwtBearer:Issuers:0:Issuer", "https://idp.example", "without keys")]
    [TestCase("Attesto:JwtBearer:MaxAssertionLifetime", "00:00:00", "Attesto:JwtBearer:MaxAssertionLifetime")]
    [TestCase("Attesto:ClientAuthentication:Methods:0", "client_secret_jwt", "Attesto:ClientAuthentication:Methods has the entry \"client_secret_jwt\"")]
    [TestCase("Attesto:Tokens:GrantTypes:0", "password", "Attesto:Tokens:GrantTypes has the entry \"password\"")]
    [TestCase("Attesto:RateLimits:Protocol", "0", "Attesto:RateLimits:Protocol")]
    [TestCase("Attesto:Tokens:AccessTokenLifetime", "soon", "Attesto:Tokens:AccessTokenLifetime is \"soon\"; it takes duration")]
    [TestCase("Attesto:Tokens:AccessTokenLifetime", "24:00:00", "which .NET reads as 24 days; write [d.]hh:mm:ss")]
    [TestCase("Attesto:Tokens:AccessTokenLifetime", "3600", "which .NET reads as 3600 days")]
    [TestCase("Attesto:Tokens:AccessTokenLifetime", "00:30", "Attesto:Tokens:AccessTokenLifetime is \"00:30\"")]
    [TestCase("Attesto:Tokens:AccessTokenLifetime", "24.00:00:00", "at most 7.00:00:00")]
    [TestCase("Attesto:RequireHttps", "yes", "Attesto:RequireHttps is \"yes\"; it takes true or false")]
    [TestCase("Attesto:RequireHttps:0", "true", "Attesto:RequireHttps has entries below it")]
    [TestCase("Attesto:Scopes:Supported:1:Name", "x", "Attesto:Scopes:Supported has the entry Attesto:Scopes:Supported:1")]
    [TestCase("Attesto:Scopes:Supported", "x", "Attesto:Scopes:Supported has the value \"x\" and a list as well")]
    [TestCase("Attesto:Subjects:PrincipalKinds", "user", "Attesto:Subjects:PrincipalKinds is \"user\"; it takes a list of")]
    [TestCase("Attesto:Endpoints:Overrides", "/x", "Attesto:Endpoints:Overrides is \"/x\"; it takes a map")]
    [TestCase("Attesto:TrustedProxies", "10.1", "Attesto:TrustedProxies has the entry \"10.1\"")]
    [TestCase("Attesto:KeyRotation:Announcement", "1.00:00:00", "Attesto:KeyRotation:Announcement is 1.00:00:00; it must be at least 1.02:00:00")]
    [TestCase("Attesto:KeyRotation:Interval", "5.00:00:00", "shorter than Attesto:KeyRotation:Interval (5.00:00:00)")]
    [TestCase("Attesto:KeyRotation:Retention", "01:00:00", "Attesto:KeyRotation:Retention is 01:00:00; it must be at least 01:05:00")]
    [TestCase("Attesto:KeyRotation:Algorithms:0", "EdDSA", "Attesto:KeyRotation:Algorithms has the entry \"EdDSA\"")]
    [TestCase("Attesto:KeyRotation:KeyEncryptionKeys:0", "c2hvcnQ=", "Attesto:KeyRotation:KeyEncryptionKeys:0 is no key")]
    public async Task A_wrong_option_stops_the_start_by_name(string option, string? value, string expected) =>
        Assert.That(await FaultOf(configuration: new() { [option] = value }), Does.Contain(expected));

    [Test]
    public async Task All_faults_come_in_one_message()
    {
        var message = await FaultOf(
            attesto => Forget(attesto.Services, typeof(IClientStore)),
            new() { ["Attesto:Issuer"] = "x", ["Attesto:Audience"] = "y", ["Attesto:Foo"] = "z", ["Attesto:TrustedProxies:0"] = "w" });
        Assert.That(message,
            Does.Contain("Attesto:Issuer").And.Contains("Attesto:Audience").And.Contains("Attesto:Foo").And.Contains("Attesto:TrustedProxies").And.Contains("IClientStore"));
    }

    [Test]
    public async Task Keys_and_other_checks_are_told_in_the_same_message([Values] bool optionsAreWrong)
    {
        var fault = (await Assert.CatchAsync<OptionsValidationException>(() => TestHost.StartAsync(
            attesto => attesto.UseKeystore(_ => throw new InvalidOperationException("There is no signing key.")).Services.AddSingleton<IStartCheck, NoTable>(),
            new() { ["Attesto:Issuer"] = optionsAreWrong ? "x" : TestHost.Issuer, ["Attesto:Tokens:GrantTypes"] = "password" })))!;
        Assert.That($"{fault}", Does.StartWith("This server cannot start:\n- ").And.Contains("\n- There is no signing key.").And.Contains("\n- There is no table."));
        Assert.That(fault.Message, optionsAreWrong ? Does.Contain("Attesto:Issuer is \"x\"") : Does.Contain("has the entry \"password\""));
        Assert.That(fault.ToString(), Is.EqualTo(fault.Message), "no stack");
    }

    [Test]
    public async Task One_fault_is_one_line() =>
        Assert.That(await FaultOf(attesto => attesto.UseKeystore(_ => throw new InvalidOperationException("There is no signing key."))), Is.EqualTo("There is no signing key."));

    [Test(Description = "RFC 8705 §2.1")]
    public async Task Certificates_of_any_authority_are_not_enough() => Assert.That(
        await FaultOf(configuration: new() { ["Attesto:Mtls:Enabled"] = "true", ["Attesto:ClientAuthentication:Methods"] = "tls_client_auth" }),
        Does.Contain("Attesto:Mtls:TrustedAuthorities is not set"));

    [TestCase("Attesto:RequireHttps", "yes", "Attesto:Device:CodeLifetime", "soon")]
    public async Task What_does_not_bind_is_one_message_too(string first, string value, string second, string other) =>
        Assert.That(
            await FaultOf(configuration: new() { [first] = value, [second] = other, ["Attesto:Isuer"] = "x" }), Does.Contain(first).And.Contains(second).And.Contains("Isuer"));

    [Test]
    public async Task A_single_value_is_a_list_of_one()
    {
        await using var host = await TestHost.StartAsync(configuration: new()
        {
            ["Attesto:ClientAuthentication:Methods"] = "private_key_jwt",
            ["Attesto:TrustedProxies"] = "10.0.0.0/8",
            ["Attesto:Dpop:SigningAlgorithms"] = "ES256",
            ["Attesto:ProtectedResource:BearerMethodsSupported"] = "header",
            ["Attesto:Resources:Supported"] = "",
        });
        var options = host.App.Services.GetRequiredService<IOptions<AttestoOptions>>().Value;
        Assert.That(options.ClientAuthentication.Methods, Is.EqualTo(new[] { "private_key_jwt" }));
        Assert.That(host.App.Services.GetRequiredService<IOptions<AttestoHttpOptions>>().Value.TrustedProxies, Is.EqualTo(new[] { "10.0.0.0/8" }));
        Assert.That(options.Dpop.SigningAlgorithms, Is.EqualTo(new[] { "ES256" }));
        Assert.That(options.ProtectedResource.BearerMethodsSupported, Is.EqualTo(new[] { "header" }));
        Assert.That(options.Resources.Supported, Is.Empty);
    }

    [Test]
    public async Task A_resource_whose_tokens_no_key_can_sign_stops_the_start() => Assert.That(
        await FaultOf(configuration: new() { ["Attesto:Resources:Supported:0:Uri"] = "https://api.example", ["Attesto:Resources:Supported:0:SigningAlgorithm"] = "PS512" }),
        Does.Contain("SigningAlgorithm PS512, and the keystore has no such key"));

    [Test]
    public async Task A_resource_is_a_text_or_an_object()
    {
        await using var host = await TestHost.StartAsync(configuration: new()
        {
            ["Attesto:Resources:Supported:0"] = "https://api.example",
            ["Attesto:Resources:Supported:1:Uri"] = "https://spring.example",
            ["Attesto:Resources:Supported:1:AccessTokenType"] = "JWT",
            ["Attesto:Resources:Supported:1:AccessTokenLifetime"] = "00:05:00",
            ["Attesto:Resources:Supported:1:Claims:0"] = "email",
        });
        var resources = host.App.Services.GetRequiredService<IOptions<AttestoOptions>>().Value.Resources.Supported;
        Assert.That(resources.Select(resource => (resource.Uri, resource.AccessTokenType, resource.AccessTokenLifetime, resource.Claims.Count)), Is.EqualTo(
            new (string, string?, TimeSpan?, int)[] { ("https://api.example", null, null, 0), ("https://spring.example", "JWT", TimeSpan.FromMinutes(5), 1) }));
    }

    [Test]
    public Task Http_is_for_loopback_and_only_by_leave() => Assert.DoesNotThrowAsync(async () => await (await TestHost.StartAsync(configuration: new()
    {
        ["Attesto:Issuer"] = "http://localhost:5000",
        ["Attesto:Audience"] = "http://127.0.0.1:5000",
        ["Attesto:RequireHttps"] = "false",
    })).DisposeAsync());

    [Test]
    public Task What_a_host_lists_replaces_the_standard_entries() => Assert.DoesNotThrowAsync(async () =>
    {
        await using var host = await TestHost.StartAsync(configuration: new()
        {
            ["Attesto:ProtectedResource:BearerMethodsSupported:0"] = "header",
            ["Attesto:Subjects:PrincipalKinds:0:Value"] = "user",
            ["Attesto:Subjects:PrincipalKinds:0:SubPrefix"] = "u-",
        });
        var options = host.App.Services.GetRequiredService<IOptions<AttestoOptions>>().Value;
        Assert.That(options.ProtectedResource.BearerMethodsSupported, Is.EqualTo(new[] { "header" }));
        Assert.That(options.Subjects.PrincipalKinds.Select(kind => kind.SubPrefix), Is.EqualTo(new[] { "u-" }));
    });

    [TestCase(typeof(IClientStore), "No IClientStore is registered", "AddClientStore<T>()")]
    [TestCase(typeof(IPrincipalPolicy), "No IPrincipalPolicy is registered", "AddPrincipalPolicy<T>()")]
    [TestCase(typeof(IKeystore), "No IKeystore is registered", "AddKeystore<T>()")]
    [TestCase(typeof(IAuthorizationCodeStore), "No IAuthorizationCodeStore is registered", "AddAttestoEntityFrameworkStores<TContext>()")]
    public async Task What_the_host_forgot_is_named_with_the_call(Type service, string what, string call)
    {
        // In Development the container is checked before any option is; the message must survive that.
        var message = await FaultOf(attesto => Forget(attesto.Services, service));
        Assert.That(message, Does.Contain(what).And.Contains(call));
    }

    [Test]
    public async Task An_empty_host_is_told_everything_it_lacks()
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(
            new Microsoft.AspNetCore.Builder.WebApplicationOptions { Args = TestHost.Unwatched, EnvironmentName = "Development" });
        builder.Services.AddControllers();
        builder.AddAttesto();
        var thrown = await Assert.CatchAsync<OptionsValidationException>(async () => await builder.Build().StartAsync());
        Assert.That(
            thrown!.Message, Does.Contain("Attesto:Issuer").And.Contains("IClientStore").And.Contains("IPrincipalPolicy").And.Contains("IKeystore").And.Contains("IGrantStore"));
    }

    [Test]
    public async Task Adding_it_twice_changes_nothing()
    {
        var services = 0;
        await using var host = await TestHost.StartAsync(attesto =>
        {
            services = attesto.Services.Count;
            attesto.Services.AddAttesto();
            services -= attesto.Services.Count;
        });
        Assert.That(services, Is.Zero);
    }

    [Test]
    public async Task A_start_looks_the_keys_through_once()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keystore = new StaticKeystore(ServerKey.FromText(key.ExportPkcs8PrivateKeyPem()));
        var (counted, asked) = (new Mock<IKeystore>(), 0);
        counted.Setup(keys => keys.FindSigningCredentialsAsync(It.IsAny<string?>(), It.IsAny<CancellationToken>())).Callback(() => asked++)
            .Returns(keystore.FindSigningCredentialsAsync);
        counted.Setup(keys => keys.GetVerificationKeysAsync(It.IsAny<CancellationToken>())).Callback(() => asked++).Returns(keystore.GetVerificationKeysAsync);
        await using var host = await TestHost.StartAsync(attesto => attesto.UseKeystore(_ => counted.Object));
        var atStart = asked;
        await using var scope = host.App.Services.CreateAsyncScope();
        await KeyChecks.FindAsync(host.Service<IOptions<AttestoOptions>>().Value, scope.ServiceProvider, CancellationToken.None);
        Assert.That((atStart, asked - atStart), Is.EqualTo((asked / 2, asked / 2)), "as often as one look takes");
    }

    [Test]
    public async Task In_memory_stores_refuse_to_pass_for_shared_ones() =>
        Assert.That(await FaultOf(environment: "Production"), Does.Contain("AddAttestoInMemoryStores").And.Contains("acknowledgeSingleNode: true"));

    [Test]
    public async Task Loopback_is_out_of_reach_outside_development() =>
        Assert.That(await FaultOf(configuration: new() { ["Attesto:Outbound:AllowLoopback"] = "true" }, environment: "Production"), Does.Contain("Attesto:Outbound:AllowLoopback"));

    [Test]
    public async Task A_delegate_wins_over_a_class_and_a_class_over_nothing()
    {
        await using var host =
            await TestHost.StartAsync(attesto => attesto.AddScopePolicy<NoScope>().UseScopes((request, _) => ValueTask.FromResult<Result<Attesto.ScopeSet>>(request.Requested)));
        await using var classOnly = await TestHost.StartAsync(attesto => attesto.AddScopePolicy<NoScope>());
        await using var scope = host.App.Services.CreateAsyncScope();
        await using var other = classOnly.App.Services.CreateAsyncScope();
        Assert.That(scope.ServiceProvider.GetRequiredService<IScopePolicy>(), Is.Not.InstanceOf<NoScope>());
        Assert.That(other.ServiceProvider.GetRequiredService<IScopePolicy>(), Is.InstanceOf<NoScope>());
    }

    private static void Forget(IServiceCollection services, Type service)
    {
        services.RemoveAll(service);
        services.AwaitAttesto(service, ServiceLifetime.Scoped);
    }

    private static async Task<string> FaultOf(Action<AttestoBuilder>? attesto = null, Dictionary<string, string?>? configuration = null, string environment = "Development") =>
        (await Assert.CatchAsync(async () => await (await TestHost.StartAsync(attesto, configuration, environment: environment)).DisposeAsync()))!.Message;

    private sealed class NoTable : IStartCheck
    {
        public Task<IReadOnlyList<string>> FindFaultsAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("There is no table.");
    }

    private sealed class NoScope : IScopePolicy
    {
        public ValueTask<Result<Attesto.ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Result<Attesto.ScopeSet>>(OAuthError.InvalidScope("none"));
    }
}
