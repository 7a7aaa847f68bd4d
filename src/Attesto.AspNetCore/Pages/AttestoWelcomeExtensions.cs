using Attesto.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The welcome page of a host in Development.</summary>
public static class AttestoWelcomeExtensions
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>In Development, serves at <c>/</c> a page that says where the server is, what is configured and who can sign in, and that walks the authorization
    /// code flow with PKCE as the client of <see cref="AttestoWelcomeOptions"/>, which comes back to <c>/callback</c>. Elsewhere nothing is served.</summary>
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
        routes.MapMethods("/", Reading, WelcomePage.ShowAsync).AllowAnonymous();
        routes.MapGet(DemoWalk.StartPath, walk.StartAsync).AllowAnonymous();
        routes.MapGet(DemoWalk.CallbackPath, walk.ReturnAsync).AllowAnonymous();
        return routes;
    }
}
