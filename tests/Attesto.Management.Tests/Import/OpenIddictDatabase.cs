using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Attesto.Management.Tests.Import;

/// <summary>A database of OpenIddict 7.8, made by its own schema and filled by its own managers.</summary>
internal sealed class OpenIddictDatabase(DbContextOptions<OpenIddictDatabase> options) : DbContext(options)
{
    public const string Api = "https://reports.example/";

    public static async Task FillAsync(Action<DbContextOptionsBuilder> database)
    {
        var services = new ServiceCollection().AddLogging().AddDbContext<OpenIddictDatabase>(context =>
        {
            database(context);
            context.UseOpenIddict();
        });
        services.AddOpenIddict().AddCore(core => core.UseEntityFrameworkCore().UseDbContext<OpenIddictDatabase>());
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<OpenIddictDatabase>().Database.EnsureCreatedAsync();
        var scopes = scope.ServiceProvider.GetRequiredService<IOpenIddictScopeManager>();
        await scopes.CreateAsync(new OpenIddictScopeDescriptor
        {
            Name = "read:reports",
            DisplayName = "Read your reports",
            DisplayNames = { [CultureInfo.GetCultureInfo("de")] = "Ihre Berichte lesen" },
            Description = "All of\r\nthem.",
            Resources = { Api },
        });
        await scopes.CreateAsync(new OpenIddictScopeDescriptor { Name = "stock", Resources = { "stock_server" } });
        await FillClientsAsync(scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>());
        await FillConsentsAsync(scope.ServiceProvider);
    }

    private static async Task FillClientsAsync(IOpenIddictApplicationManager applications)
    {
        await applications.CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = "web",
            ClientSecret = "a secret that somebody chose",
            ConsentType = ConsentTypes.Explicit,
            DisplayName = "Shop",
            DisplayNames = { [CultureInfo.GetCultureInfo("fr")] = "Boutique" },
            RedirectUris = { new Uri("https://shop.example/cb") },
            PostLogoutRedirectUris = { new Uri("https://shop.example/bye") },
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken,
                Permissions.ResponseTypes.Code, Permissions.Scopes.Profile, Permissions.Prefixes.Scope + "read:reports", Permissions.Prefixes.Scope + "stock",
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange, Requirements.Features.PushedAuthorizationRequests },
            Settings = { [Settings.TokenLifetimes.AccessToken] = "00:10:00" },
        });
        await applications.CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = "spa",
            ClientType = ClientTypes.Public,
            ApplicationType = ApplicationTypes.Native,
            ConsentType = ConsentTypes.Systematic,
            RedirectUris = { new Uri("com.example.shop:/cb") },
            Permissions = { Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.Implicit, Permissions.ResponseTypes.Code, Permissions.ResponseTypes.IdToken },
        });
        await applications.CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = "worker",
            ClientSecret = "another secret that somebody chose",
            Permissions = { Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + "read:reports" },
        });
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await applications.CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = "signer",
            ClientType = ClientTypes.Confidential,
            JsonWebKeySet = new JsonWebKeySet { Keys = { JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(key.ExportParameters(false)))) } },
            Permissions = { Permissions.GrantTypes.ClientCredentials },
        });
        await applications.CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = "wrong",
            ClientType = ClientTypes.Public,
            RedirectUris = { new Uri("http://shop.example/cb") },
            Permissions = { Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.Password },
        });
    }

    private static async Task FillConsentsAsync(IServiceProvider services)
    {
        var applications = services.GetRequiredService<IOpenIddictApplicationManager>();
        var authorizations = services.GetRequiredService<IOpenIddictAuthorizationManager>();
        foreach (var (client, subject, type, status) in new[]
        {
            ("web", "alice", AuthorizationTypes.Permanent, Statuses.Valid),
            ("web", "bob", AuthorizationTypes.AdHoc, Statuses.Valid),
            ("web", "carol", AuthorizationTypes.Permanent, Statuses.Revoked),
            ("wrong", "dave", AuthorizationTypes.Permanent, Statuses.Valid),
        })
        {
            var application = await applications.FindByClientIdAsync(client);
            await authorizations.CreateAsync(new OpenIddictAuthorizationDescriptor
            {
                ApplicationId = await applications.GetIdAsync(application!),
                Subject = subject,
                Type = type,
                Status = status,
                CreationDate = DateTimeOffset.UnixEpoch.AddDays(20_000),
                Scopes = { "openid", "read:reports" },
            });
        }
    }
}
