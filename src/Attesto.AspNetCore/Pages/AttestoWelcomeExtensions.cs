using Attesto.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The welcome page of a host in Development.</summary>
public static class AttestoWelcomeExtensions
{
    private const int Last = int.MaxValue; // a page that the host has there comes first

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>In Development, serves at <c>/</c> a page that says where the server is, what is configured and who can sign in, and that walks the
    /// authorization code flow with PKCE as the client of <see cref="AttestoWelcomeOptions"/>, which comes back to <c>/callback</c>. A route of the host's own
    /// at these paths comes first. Elsewhere nothing is served.</summary>
    /// <param name="routes">The application's routes.</param>
    /// <returns>The same routes.</returns>
    public static IEndpointRouteBuilder MapAttestoWelcome(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        if (!routes.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            return routes; // what is configured is nobody's business there
        }

        var walk = new DemoWalk();
        routes.MapMethods("/", Reading, WelcomePage.ShowAsync).WithOrder(Last).AllowAnonymous();
        routes.MapGet(DemoWalk.StartPath, walk.StartAsync).WithOrder(Last).AllowAnonymous();
        routes.MapGet(DemoWalk.CallbackPath, walk.ReturnAsync).WithOrder(Last).AllowAnonymous();
        return routes;
    }
}
