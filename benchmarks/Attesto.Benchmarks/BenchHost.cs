using System.Security.Cryptography;
using Attesto.AspNetCore;
using Attesto.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Benchmarks;

/// <summary>A whole host, in memory, with one confidential client.</summary>
internal static class BenchHost
{
    private const string Issuer = "http://127.0.0.1:1";

    private static readonly string ClientSecretText = Secret.New();

    /// <summary>A token request of the client.</summary>
    public static string Body { get; } = $"client_id=app&client_secret={ClientSecretText}&grant_type=client_credentials&scope=read:reports";

    public static void Configure(WebApplicationBuilder builder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keystore = new StaticKeystore(ServerKey.FromText(key.ExportPkcs8PrivateKeyPem()));
        builder.Services.AddAttestoInMemoryStores(acknowledgeSingleNode: true);
        builder.AddAttesto(options =>
        {
            (options.Issuer, options.Audience, options.RequireHttps) = (Issuer, Issuer, false);
            options.Scopes.Supported = ["read:reports"];
            options.Subjects.PrincipalKinds = [new PrincipalKind { Value = "client", SubPrefix = "cli_" }];
        })
            .UseKeystore(_ => keystore)
            .AddClientStore<OneClient>()
            .AddPrincipalPolicy<Agreeable>()
            .AddScopePolicy<Agreeable>()
            .AddSignInPolicy<Nobody>()
            .AddConsentPolicy<Nobody>();
    }

    private sealed class OneClient : IClientStore
    {
        private static readonly Client App =
            new() { Id = "app", Secrets = [ClientSecret.Of(ClientSecretText)], GrantTypes = [GrantTypes.ClientCredentials], AllowedScope = ScopeSet.Of("*") };

        public ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) => ValueTask.FromResult(clientId is "app" ? App : null);
    }

    private sealed class Agreeable : IPrincipalPolicy, IScopePolicy
    {
        public ValueTask<Principal?> FindAsync(PrincipalContext context, CancellationToken cancellationToken) =>
            ValueTask.FromResult<Principal?>(new Principal("client", $"cli_{context.Client.Id}"));

        public ValueTask<Result<ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken) => ValueTask.FromResult<Result<ScopeSet>>(context.Requested);
    }

    private sealed class Nobody : ISignInPolicy, IConsentPolicy
    {
        public ValueTask<SignInOutcome> SignInAsync(HttpContext http, SignInRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<ConsentOutcome> ConsentAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

/// <summary>As the template emits it.</summary>
[AttestoEndpoint(OAuthEndpoint.Token)]
public sealed class TokenController(TokenEndpoint endpoint) : ControllerBase
{
    [HttpPost]
    public Task<IActionResult> Issue() => endpoint.HandleAsync(HttpContext, HttpContext.RequestAborted);
}

/// <summary>What MVC itself costs.</summary>
[Route("empty")]
public sealed class EmptyController : ControllerBase
{
    [HttpPost]
    public IActionResult Answer() => Ok();
}
