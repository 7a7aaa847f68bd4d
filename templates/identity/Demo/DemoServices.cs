using Attesto.AspNetCore;

namespace HostNamespace.Demo;

#if (isFapi)
/// <summary>One person to try the server with, in Development only; a client of FAPI 2.0 has a key, so the demo has none.</summary>
#else
/// <summary>One client and one person to try the server with, in Development only. The client stands in for those of <c>ClientStore</c>.</summary>
#endif
public static class DemoServices
{
    public static void AddDemo(this AttestoBuilder attesto)
    {
#if (!hasClientsInDatabase && !isFapi)
        attesto.AddClientStore<DemoClients>();
#endif
        attesto.AddScopePolicy<DemoScopes>().AddRefreshTokenPolicy<DemoScopes>();
        attesto.Services.AddHostedService<DemoPeople>();
#if (isFapi || noPages)
        attesto.Services.Configure<AttestoWelcomeOptions>(page => page.People = ["alice, with the password wonderland"]);
#else
        attesto.Services.Configure<AttestoWelcomeOptions>(page => (page.ClientId, page.People) = ("demo", ["alice, with the password wonderland"]));
#endif
    }
}
