using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Attesto.Keys;
using Attesto.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore.Tests;

/// <summary>A whole host in this process, laid out as the template lays one out.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    public const string Secret = "8b1e1b4a5d0f4d0f9e6c7a3b2d1c0e9f-web";
    public const string Issuer = "https://auth.example";

    // Each host would watch its settings with an inotify instance, of which a user has few.
    public static readonly string[] Unwatched = ["--hostBuilder:reloadConfigOnChange=false"];

    private static readonly string Pem = MakeKey();

    private TestHost(WebApplication app, FakeClock clock, ConcurrentQueue<ServerEvent> events) => (App, Clock, Events) = (app, clock, events);

    public WebApplication App { get; }

    public FakeClock Clock { get; }

    public ConcurrentQueue<ServerEvent> Events { get; }

    public TestServer Server => App.GetTestServer();

    public T Service<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public static async Task<TestHost> StartAsync(
        Action<AttestoBuilder>? attesto = null,
        Dictionary<string, string?>? configuration = null,
        Action<WebApplication>? pipeline = null,
        bool kestrel = false,
        string environment = "Development",
        Type? without = null,
        bool mapsControllers = true,
        bool hasControllers = true)
    {
        var clock = new FakeClock();
        var events = new ConcurrentQueue<ServerEvent>();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = Unwatched, EnvironmentName = environment, ApplicationName = "Attesto.AspNetCore.Tests" });
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Attesto:Issuer"] = Issuer,
            ["Attesto:Audience"] = "https://api.example",
            ["Attesto:Scopes:Supported:0"] = "read:reports",
        });
        builder.Configuration.AddInMemoryCollection(configuration ?? []);
        if (kestrel)
        {
            builder.WebHost.UseKestrel(options => options.Listen(IPAddress.Loopback, 0));
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        builder.Services.AddSingleton<TimeProvider>(clock);
        if (hasControllers)
        {
            builder.Services.AddControllers().AddApplicationPart(typeof(TestHost).Assembly);
        }

        builder.Services.AddAttestoInMemoryStores();
        var standard = builder.AddAttesto()
            .UseKeystore(_ => new StaticKeystore(ServerKey.FromText(Pem)))
            .UseClients((id, _) => ValueTask.FromResult(Clients.GetValueOrDefault(id)))
            .UsePrincipals((request, _) => ValueTask.FromResult<Principal?>(
                request.Subject is { } subject ? new Principal("user", $"usr_{subject}") : new Principal("client", $"cli_{request.Client.Id}")))
            .UseSignIn((_, _, _) => ValueTask.FromResult<SignInOutcome>(new SignInOutcome.Authenticated("alice")))
            .UseUserInfo((_, _) => ValueTask.FromResult<System.Text.Json.Nodes.JsonObject?>([]))
            .UseEvents((serverEvent, _) =>
            {
                events.Enqueue(serverEvent);
                return ValueTask.CompletedTask;
            });
        attesto?.Invoke(standard);
        AddAgreeable(standard, without);
        var app = builder.Build();
        pipeline?.Invoke(app);
        _ = mapsControllers && hasControllers ? app.MapControllers() : null;
        await app.StartAsync();
        return new TestHost(app, clock, events);
    }

    // What the test has not brought itself, and does not want to miss.
    private static void AddAgreeable(AttestoBuilder attesto, Type? without)
    {
        _ = without == typeof(IScopePolicy) ? attesto : attesto.AddScopePolicy<Agreeable>();
        _ = without == typeof(IConsentPolicy) ? attesto : attesto.AddConsentPolicy<Agreeable>();
        _ = without == typeof(IRefreshTokenPolicy) ? attesto : attesto.AddRefreshTokenPolicy<Agreeable>();
    }

    public HttpClient CreateClient()
    {
        var client = App.GetTestClient();
        client.BaseAddress = new Uri(Issuer);
        return client;
    }

    public Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] form) =>
        CreateClient().PostAsync(path, new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
    }

    public static readonly Dictionary<string, Client> Clients = new Client[]
    {
        new() { Id = "web", Secrets = [ClientSecret.Of(Secret)], RedirectUris = ["https://app.example/cb"], PostLogoutRedirectUris = ["https://app.example/bye"] },
        new() { Id = "spa", IsPublic = true, RedirectUris = ["https://spa.example/cb", "com.example.app:/cb"] },
    }.ToDictionary(client => client.Id, Everything, StringComparer.Ordinal);

    /// <summary>The client, with every grant and the whole catalogue.</summary>
    public static Client Everything(Client client) => client with
    {
        AllowedScope = ScopeSet.Of("*"),
        GrantTypes =
        [
            GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials, GrantTypes.DeviceCode, GrantTypes.JwtBearer, GrantTypes.TokenExchange,
        ],
    };

    private sealed class Agreeable : IScopePolicy, IConsentPolicy, IRefreshTokenPolicy
    {
        public ValueTask<Result<ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken) => ValueTask.FromResult<Result<ScopeSet>>(context.Requested);

        public ValueTask<ConsentOutcome> ConsentAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken) =>
            ValueTask.FromResult<ConsentOutcome>(new ConsentOutcome.Granted());

        public ValueTask<bool> IssuesAsync(RefreshTokenContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult(context.Authorization.Scope.Contains(StandardScopes.OfflineAccess));
    }

    private static string MakeKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
