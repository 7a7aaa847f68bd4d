using Attesto.AspNetCore;

namespace HostNamespace.Demo;

/// <summary>One client and one person to try the server with, in Development only. The client stands in for those of <c>ClientStore</c>.</summary>
public static class DemoServices
{
    public static void AddDemo(this AttestoBuilder attesto)
    {
#if (!hasClientsInDatabase)
        attesto.AddClientStore<DemoClients>();
#endif
        attesto.AddScopePolicy<DemoScopes>().AddRefreshTokenPolicy<DemoScopes>();
        attesto.Services.AddHostedService<DemoPeople>();
        attesto.Services.Configure<AttestoWelcomeOptions>(page => (page.ClientId, page.People) = ("demo", ["alice, with the password wonderland"]));
    }
}
