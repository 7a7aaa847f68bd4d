using System.Collections.Frozen;
using Attesto.Discovery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>The outermost middleware: it notes what the socket said before any other middleware can rewrite it, and answers CORS preflights,
/// which no controller sees. It registers itself as the first startup filter, ahead even of the framework's own forwarded-headers filter.</summary>
internal sealed class FrontDoor(EndpointUrls urls, CorsOrigins cors) : IStartupFilter
{
    private readonly FrozenDictionary<string, Endpoint> _crossOrigin = Enum.GetValues<Endpoint>()
        .Where(CorsOrigins.Covers)
        .SelectMany(endpoint => Routes.TemplatesOf(endpoint, urls), (endpoint, path) => KeyValuePair.Create(path, endpoint))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, pipeline) =>
        {
            http.Features.Set(Arrival.Capture(http));
            if (IsPreflight(http.Request) && _crossOrigin.TryGetValue(http.Request.PathBase + http.Request.Path, out var endpoint))
            {
                cors.Preflight(http, endpoint);
                return Task.CompletedTask;
            }

            return pipeline(http);
        });
        next(app);
    };

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0;
}
