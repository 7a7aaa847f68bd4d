using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Attesto.Load;

/// <summary>OpenIddict as its documentation sets it up: with EF Core, or in its degraded mode, where nothing is stored. JWT access tokens, signed with ES256.</summary>
internal static class OpenIddictServer
{
    public static async Task RunAsync(string url, string? connectionString)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls(url);
        if (connectionString is not null)
        {
            builder.Services.AddDbContext<Context>(options => options.UseNpgsql(connectionString).UseOpenIddict());
        }

        var openIddict = builder.Services.AddOpenIddict();
        if (connectionString is not null)
        {
            openIddict.AddCore(core => core.UseEntityFrameworkCore().UseDbContext<Context>());
        }

        openIddict.AddServer(server => Configure(server, degraded: connectionString is null));
        var app = builder.Build();
        if (connectionString is not null)
        {
            await CreateAsync(app.Services);
        }

        app.UseAuthentication();
        app.MapPost("/connect/token", (Delegate)AnswerAsync); // as a RequestDelegate its result would be dropped
        await app.RunAsync();
    }

    private static void Configure(OpenIddictServerBuilder server, bool degraded)
    {
        server.SetTokenEndpointUris("connect/token");
        server.AllowClientCredentialsFlow().AllowPasswordFlow().AllowRefreshTokenFlow();
        server.RegisterScopes(OpenIddictConstants.Scopes.OfflineAccess, "read:reports");
        server.AddSigningKey(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "es256" });
        server.AddEphemeralEncryptionKey().DisableAccessTokenEncryption();
        server.UseAspNetCore().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement();
        if (degraded)
        {
            server.EnableDegradedMode();
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(static context =>
            {
                if (context.ClientId is not Load.Client.Id || context.ClientSecret is not Load.Client.Secret)
                {
                    context.Reject(Errors.InvalidClient);
                }

                return default;
            }));
        }
        else
        {
            server.SetIntrospectionEndpointUris("connect/introspect");
        }
    }

    private static async Task CreateAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Context>().Database.EnsureCreatedAsync();
        await scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>().CreateAsync(new OpenIddictApplicationDescriptor
        {
            ClientId = Load.Client.Id,
            ClientSecret = Load.Client.Secret,
            Permissions =
            {
                Permissions.Endpoints.Token, Permissions.Endpoints.Introspection, Permissions.GrantTypes.ClientCredentials, Permissions.GrantTypes.Password,
                Permissions.GrantTypes.RefreshToken, Permissions.Prefixes.Scope + "read:reports",
            },
        });
    }

    private static async Task<IResult> AnswerAsync(HttpContext http)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (request.IsRefreshTokenGrantType())
        {
            var known = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
            return Results.SignIn(known, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        }

        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, request.IsPasswordGrantType() ? "usr_alice" : request.ClientId).SetScopes(request.GetScopes());
        identity.SetDestinations(static _ => [Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private sealed class Context(DbContextOptions<Context> options) : DbContext(options);
}
