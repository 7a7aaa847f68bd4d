using System.Security.Cryptography;
using Attesto.Keys;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Load;

/// <summary>Attesto with nothing around it: routed by <c>MapAttesto</c>, without MVC, all state in memory, policies that agree.</summary>
internal static class BareServer
{
    public static async Task RunAsync(string url, string assertionKeys)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls(url);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = key.ExportPkcs8PrivateKeyPem();
        builder.Services.AddAttestoInMemoryStores(acknowledgeSingleNode: true);
        builder.AddAttesto(options =>
        {
            (options.Issuer, options.Audience, options.RequireHttps) = (url, url, false);
            options.Scopes.Supported = ["read:reports"];
            options.Subjects.PrincipalKinds = [new PrincipalKind { Value = "client", SubPrefix = "cli_" }];
        })
            .UseKeystore(_ => new StaticKeystore(ServerKey.FromText(pem)))
            .AddClientStore<Clients>()
            .AddPrincipalPolicy<Agreeable>()
            .AddScopePolicy<Agreeable>()
            .AddSignInPolicy<Nobody>()
            .AddConsentPolicy<Nobody>();
        builder.Services.AddSingleton(new Clients(new JsonWebKeySet(assertionKeys)));
        var app = builder.Build();
        app.MapAttesto();
        await app.RunAsync();
    }

    private sealed class Clients(JsonWebKeySet assertionKeys) : IClientStore
    {
        private readonly Dictionary<string, Attesto.Client> _clients = new(StringComparer.Ordinal)
        {
            [Client.Id] = new() { Id = Client.Id, Secrets = [ClientSecret.Of(Client.Secret)], GrantTypes = [GrantTypes.ClientCredentials], AllowedScope = ScopeSet.Of("*") },
            [AssertionKey.ClientId] = new() { Id = AssertionKey.ClientId, Jwks = assertionKeys, GrantTypes = [GrantTypes.ClientCredentials], AllowedScope = ScopeSet.Of("*") },
        };

        public ValueTask<Attesto.Client?> FindAsync(string clientId, CancellationToken cancellationToken) => ValueTask.FromResult(_clients.GetValueOrDefault(clientId));
    }

    private sealed class Agreeable : IPrincipalPolicy, IScopePolicy
    {
        public ValueTask<Principal?> FindAsync(PrincipalContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Principal?>(new Principal("client", $"cli_{context.Client.Id}"));

        public ValueTask<Result<ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken) => ValueTask.FromResult<Result<ScopeSet>>(context.Requested);
    }

    private sealed class Nobody : AspNetCore.ISignInPolicy, AspNetCore.IConsentPolicy
    {
        public ValueTask<SignInOutcome> SignInAsync(HttpContext http, SignInRequest request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<ConsentOutcome> ConsentAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
