#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using Microsoft.Extensions.DependencyInjection;
#endif
using Attesto.AspNetCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PoliciesNamespace;

namespace HostNamespace.Demo;

#if (isFapi)
/// <summary>One person to try the server with, in Development only; a client of FAPI 2.0 has a key, so there is none. They stand in for the policies of that name.</summary>
#else
/// <summary>One client and one person to try the server with, in Development only. They stand in for the policies of the same name.</summary>
#endif
public static class DemoServices
{
    public static void AddDemo(this AttestoBuilder attesto)
    {
        attesto
#if (!hasClientsInDatabase && !isFapi)
            .AddClientStore<DemoClients>()
#endif
            .AddPrincipalPolicy<DemoPeople>()
            .AddClaimsPolicy<DemoPeople>()
            .AddScopePolicy<DemoScopes>()
            .AddRefreshTokenPolicy<DemoScopes>();
        attesto.Services.TryAddScoped<IAccounts, DemoPeople>();
#if (isFapi || noPages)
        attesto.Services.Configure<AttestoWelcomeOptions>(page => page.People = ["alice, with the password wonderland"]);
#else
        attesto.Services.Configure<AttestoWelcomeOptions>(page => (page.ClientId, page.People) = ("demo", ["alice, with the password wonderland"]));
#endif
    }
}
