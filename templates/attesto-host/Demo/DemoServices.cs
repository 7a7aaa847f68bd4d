using Attesto.AspNetCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PoliciesNamespace;

namespace HostNamespace.Demo;

/// <summary>One client and one person to try the server with, in Development only. They stand in for the policies of the same name.</summary>
public static class DemoServices
{
    public static void AddDemo(this AttestoBuilder attesto)
    {
        attesto
            .AddClientStore<DemoClients>()
            .AddPrincipalPolicy<DemoPeople>()
            .AddClaimsPolicy<DemoPeople>()
            .AddScopePolicy<DemoScopes>()
            .AddRefreshTokenPolicy<DemoScopes>();
        attesto.Services.TryAddScoped<IAccounts, DemoPeople>();
    }
}
