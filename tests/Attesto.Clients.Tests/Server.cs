using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Attesto.Keys;

namespace Attesto.Clients.Tests;

/// <summary>The authorization server of these tests: Alice is signed in, and agrees.</summary>
internal static class Server
{
    public const string Issuer = "https://auth.example";
    public const string Api = "https://api.example";
    public const string Secret = "a-secret-of-256-bits-made-by-a-machine";

    private static readonly ServerKey[] Keys =
        [ServerKey.FromText(ECDsa.Create(ECCurve.NamedCurves.nistP256).ExportPkcs8PrivateKeyPem()), ServerKey.FromText(RSA.Create(2048).ExportPkcs8PrivateKeyPem())];

    public static Task<WebApplication> StartAsync(Internet internet, params Client[] clients)
    {
        var known = clients.ToDictionary(client => client.Id, StringComparer.Ordinal);
        return internet.HostAsync(
            Issuer,
            builder =>
            {
                builder.Services.AddAttestoInMemoryStores();
                builder.AddAttesto(options =>
                {
                    options.Issuer = Issuer;
                    options.Audience = Api;
                    options.Scopes.Supported = ["profile", "email", "roles", "offline_access", "reports.read"];
                    options.Scopes.Claims["roles"] = "roles";
                    options.Resources.Supported = ["https://one.example", "https://two.example", "https://three.example"];
                    options.Logout.Enabled = true;
                })
                    .UseKeystore(_ => new StaticKeystore(Keys))
                    .UseClients((id, _) => ValueTask.FromResult(known.GetValueOrDefault(id)))
                    .UsePrincipals((request, _) => ValueTask.FromResult<Principal?>(
                        request.Subject is { } subject ? new Principal("user", $"usr_{subject}") : new Principal("client", $"cli_{request.Client.Id}")))
                    .UseScopes((request, _) => ValueTask.FromResult<Result<ScopeSet>>(request.Requested))
                    .UseSignIn((_, _, _) =>
                        ValueTask.FromResult<SignInOutcome>(new SignInOutcome.Authenticated("alice") { AuthTime = DateTimeOffset.UtcNow, Acr = "gold", SessionId = "s-1" }))
                    .UseConsent((_, _, _) => ValueTask.FromResult<ConsentOutcome>(new ConsentOutcome.Granted()))
                    .UseRefreshTokens((asked, _) => ValueTask.FromResult(asked.Authorization.Scope.Contains(StandardScopes.OfflineAccess)))
                    .UseLogout((_, _, _) => ValueTask.FromResult<TerminationOutcome>(new TerminationOutcome.Confirmed("s-1")))
                    .UseUserInfo((_, _) => ValueTask.FromResult<JsonObject?>(new()
                    {
                        ["name"] = "Alice",
                        ["preferred_username"] = "alice",
                        ["email"] = "alice@example.com",
                        ["roles"] = new JsonArray("admin", "reader"),
                    }));
            },
            app => app.MapAttesto());
    }

    /// <summary>A confidential web application.</summary>
    public static Client Web(string redirect) => new()
    {
        Id = "web",
        Secrets = [ClientSecret.Of(Secret)],
        RedirectUris = [redirect],
        PostLogoutRedirectUris = ["https://app.example/signout-callback-oidc"],
        AllowedScope = Scopes,
        GrantTypes = [GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials],
    };

    /// <summary>An application on a device.</summary>
    public static Client Native(string redirect) => new()
    {
        Id = "native",
        IsPublic = true,
        ApplicationType = ApplicationType.Native,
        AllowLocalhostRedirects = true,
        RedirectUris = [redirect],
        AllowedScope = Scopes,
    };

    private static ScopeSet Scopes { get; } = ScopeSet.Of("openid", "profile", "email", "roles", "offline_access", "reports.read");
}
