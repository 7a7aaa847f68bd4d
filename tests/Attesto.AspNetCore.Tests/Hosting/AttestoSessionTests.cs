using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;

namespace Attesto.AspNetCore.Tests.Hosting;

/// <summary>The server's own session stands beside what the host has.</summary>
public sealed class AttestoSessionTests
{
    [Test]
    public async Task The_only_scheme_of_a_host_stays_its_default([Values] bool hostFirst)
    {
        var schemes = Schemes(services =>
        {
            if (hostFirst)
            {
                services.AddAuthentication().AddCookie("Shop");
            }

            services.AddAttestoSession("Attesto.Session");
            if (!hostFirst)
            {
                services.AddAuthentication().AddCookie("Shop");
            }
        });
        Assert.That((await schemes.GetDefaultAuthenticateSchemeAsync())?.Name, Is.EqualTo("Shop"));
        Assert.That((await schemes.GetDefaultChallengeSchemeAsync())?.Name, Is.EqualTo("Shop"));
    }

    [Test]
    public async Task A_default_that_the_host_chose_stays()
    {
        var schemes = Schemes(services => services.AddAttestoSession("Attesto.Session").AddAuthentication("Other").AddCookie("Shop").AddCookie("Other"));
        Assert.That((await schemes.GetDefaultChallengeSchemeAsync())?.Name, Is.EqualTo("Other"));
    }

    [Test]
    public async Task Among_several_schemes_of_a_host_nobody_chooses_for_it()
    {
        var schemes = Schemes(services => services.AddAttestoSession("Attesto.Session").AddAuthentication().AddCookie("Shop").AddCookie("Other"));
        Assert.That(await schemes.GetDefaultChallengeSchemeAsync(), Is.Null);
    }

    private static IAuthenticationSchemeProvider Schemes(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        configure(services);
        return services.BuildServiceProvider().GetRequiredService<IAuthenticationSchemeProvider>();
    }
}
