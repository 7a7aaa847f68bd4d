using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Security.Cryptography;
using Attesto.Keys;
using Attesto.Testing;
using HostNamespace.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Management.Tests;

/// <summary>For each check a host that fails it.</summary>
internal static class DoctorFixtures
{
    private const string Session = "Session";

    public static IReadOnlyDictionary<string, Func<ManagedHost>> All { get; } = new Dictionary<string, Func<ManagedHost>>
    {
        ["options.known"] = With("Isuer", "https://auth.example"),
        ["options.valid"] = With("Tokens:AccessTokenLifetime", "99.00:00:00"),
        ["host.provided"] = With("Logout:Enabled", "true"),
        ["options.agreed"] = With(builder => builder.Services.AddDataProtection().PersistKeysToAttesto<AttestoDbContext>()),

        ["fapi2.require-https"] = Fapi("RequireHttps", "false"),
        ["fapi2.client-authentication.methods"] = Fapi("ClientAuthentication:Methods:0", "client_secret_basic"),
        ["fapi2.client-authentication.assertion-audience"] = Fapi("ClientAuthentication:AssertionAudience", "AnyOfSeveral"),
        ["fapi2.tokens.require-sender-constraint"] = Fapi("Tokens:RequireSenderConstraint", "false"),
        ["fapi2.dpop.enabled"] = Fapi("Dpop:Enabled", "false"),
        ["fapi2.dpop.clock-skew"] = Fapi("Dpop:ClockSkew", "00:05:00"),
        ["fapi2.dpop.nonce-replaces-clock"] = Fapi("Dpop:NonceReplacesClock", "true"),
        ["fapi2.authorization.code-lifetime"] = Fapi("Authorization:CodeLifetime", "00:05:00"),
        ["fapi2.refresh-tokens.grace-period"] = Fapi("RefreshTokens:GracePeriod", "00:00:00"),
        ["fapi2.pushed-authorization.required"] = Fapi("PushedAuthorization:Required", "false"),
        ["fapi2.pushed-authorization.lifetime"] = Fapi("PushedAuthorization:Lifetime", "00:10:00"),
        ["fapi2.authorization.require-pkce"] = Fapi("Authorization:RequirePkce", "NotRequired"),
        ["fapi2.authorization.response-iss"] = Fapi("Authorization:ResponseIss", "false"),
        ["fapi2.tokens.signing-algorithms"] = Fapi("Tokens:SigningAlgorithms:0", "RS256"),
        ["fapi2.client-authentication.signing-algorithms"] = Fapi("ClientAuthentication:SigningAlgorithms:0", "RS256"),
        ["fapi2.request-objects.signing-algorithms"] = Fapi("RequestObjects:SigningAlgorithms:0", "RS256"),
        ["fapi2.dpop.signing-algorithms"] = Fapi("Dpop:SigningAlgorithms:0", "RS256"),
        ["fapi2.request-objects.policy"] = Fapi("RequestObjects:Policy", "Generic"),

        ["database.reached"] = () => ManagedHost.Build(migrated: false, database: "Data Source=not-there.db;Mode=ReadWrite"),
        ["database.schema"] = () => ManagedHost.Build(migrated: false),
        ["database.model"] = With(builder => builder.Services.ConfigureDbContext<AttestoDbContext>(options => options.ReplaceService<IModelCustomizer, Hiding>())),
        ["database.clock"] = With(builder => builder.Services.AddSingleton<TimeProvider>(new FakeClock())),

        ["keys.open"] = With(builder => builder.AddAttesto().UseKeystore(_ => throw new InvalidOperationException("There is no signing key."))),
        ["keys.signs"] = With(
            builder => builder.AddAttesto().UseKeystore(_ => Made("ES256")), ("Tokens:SigningAlgorithms:0", "PS512"), ("KeyRotation:Algorithms:0", "PS512")),
        ["keys.chosen"] = With(builder => builder.Services.AddSingleton<IKeystore>(Made("ES256", "RS256")), ("Tokens:SigningAlgorithms:0", "ES256")),
        ["keys.usable"] = With(builder => builder.AddAttesto().UseKeystore(_ => new Unpublished(Made("ES256")))),
        ["keys.resources"] = With(_ => { }, ("Resources:Supported:0:Uri", "https://b.example"), ("Resources:Supported:0:SigningAlgorithm", "PS512")),
        ["keys.development"] = () => ManagedHost.Build(rotates: false),
        ["keys.overdue"] = With(builder => builder.Services.AddSingleton<IKeyRotation>(new Asleep())),

        ["offers.served"] = With("Tokens:GrantTypes:0", "password"),
        ["https.required"] = With("RequireHttps", "false"),
        ["proxies.anybody"] = With("TrustedProxies:0", "any"),
        ["device.unbound"] = With(_ => { }, ("Device:Enabled", "true"), ("Device:AllowPublicClientsWithoutDpop", "true")),
        ["outbound.loopback"] = () => ManagedHost.Build(environment: "Development", settings: new() { ["Attesto:Outbound:AllowLoopback"] = "true" }),
        ["assertions.audience"] = With("ClientAuthentication:AssertionAudience", "AnyOfSeveral"),
        ["pkce.required"] = With("Authorization:RequirePkce", "NotRequired"),
        ["response.iss"] = With("Authorization:ResponseIss", "false"),
        ["token.typ"] = With(builder => builder.AddAttesto(options => options.Tokens.AccessTokenType = null)),
        ["registration.open"] = With(_ => { }, ("Registration:Enabled", "true"), ("Registration:RequireInitialAccessToken", "false")),

        ["cookies.secure"] = WithCookie(cookie => cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest),
        ["cookies.http-only"] = WithCookie(cookie => cookie.HttpOnly = false),
        ["cookies.same-site"] = WithCookie(cookie => cookie.SameSite = SameSiteMode.None),
        ["cookies.host-prefix"] = WithCookie(cookie => cookie.Name = "session"),
        ["proxies.none"] = () => ManagedHost.Build(settings: new() { ["urls"] = "http://*:8080" }),
        ["proxies.wide"] = With("TrustedProxies:0", "0.0.0.0/0"),
        ["proxies.certificate"] = With(_ => { }, ("Mtls:Enabled", "true"), ("Mtls:ForwardedCertificateHeader", "Client-Cert")),
        ["issuer.loopback"] = With("Issuer", "https://localhost:5001"),
    };

    /// <summary>A session cookie as the template sets it, but for one thing.</summary>
    public static Func<ManagedHost> WithCookie(Action<CookieBuilder> change) => With(builder =>
    {
        builder.Services.AddAttestoSession(Session, options =>
        {
            options.Cookie.Name = "__Host-attesto-session";
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.HttpOnly = true;
            options.Cookie.Path = "/";
            change(options.Cookie);
        });
        builder.AddAttesto().AddServerSideSessions(Session);
    });

    private static Func<ManagedHost> With(string option, string value) => () => ManagedHost.Build(settings: new() { [$"Attesto:{option}"] = value });

    private static Func<ManagedHost> Fapi(string option, string value) =>
        () => ManagedHost.Build(settings: new() { ["Attesto:Profile"] = nameof(SecurityProfile.Fapi2MessageSigning), [$"Attesto:{option}"] = value });

    private static Func<ManagedHost> With(Action<WebApplicationBuilder> change, params (string Option, string Value)[] settings) =>
        () => ManagedHost.Build(settings: settings.ToDictionary(setting => $"Attesto:{setting.Option}", string? (setting) => setting.Value), change: change);

    private static StaticKeystore Made(params string[] algorithms) => new(algorithms.Select(algorithm =>
    {
        using AsymmetricAlgorithm key = algorithm is "ES256" ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        return ServerKey.FromText(key.ExportPkcs8PrivateKeyPem(), algorithm: algorithm);
    }));

    /// <summary>Signs with keys that nobody can verify.</summary>
    private sealed class Unpublished(IKeystore inner) : IKeystore
    {
        public ValueTask<SigningCredentials?> FindSigningCredentialsAsync(string? algorithm, CancellationToken cancellationToken) =>
            inner.FindSigningCredentialsAsync(algorithm, cancellationToken);

        public ValueTask<ImmutableArray<JsonWebKey>> GetVerificationKeysAsync(CancellationToken cancellationToken) => ValueTask.FromResult<ImmutableArray<JsonWebKey>>([]);
    }

    /// <summary>A rotation that nobody has carried out for a year.</summary>
    private sealed class Asleep : IKeyRotation
    {
        public Task<ImmutableArray<SigningKeyStatus>> ListAsync(CancellationToken cancellationToken) => Task.FromResult<ImmutableArray<SigningKeyStatus>>(
        [
            new("old", "ES256", SigningKeyState.Signing, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null, null),
        ]);

        public Task<SigningKeyStatus> RotateAsync(string algorithm, bool immediately, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> RetireAsync(string keyId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    /// <summary>A host's convention that hides rows of every entity.</summary>
    private sealed class Hiding(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
    {
        public override void Customize(ModelBuilder modelBuilder, DbContext context)
        {
            base.Customize(modelBuilder, context);
            foreach (var type in modelBuilder.Model.GetEntityTypes())
            {
                type.SetQueryFilter(Expression.Lambda(Expression.Constant(true), Expression.Parameter(type.ClrType)));
            }
        }
    }
}
