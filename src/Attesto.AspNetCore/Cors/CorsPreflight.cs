using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Answers CORS preflights (Fetch Standard §3.2.2) ahead of routing, which serves no OPTIONS.</summary>
internal sealed class CorsPreflight(EndpointUrls urls, CorsOrigins cors) : IStartupFilter
{
    private readonly FrozenDictionary<string, EndpointDefinition> _endpoints = EndpointTable.Rows
        .Where(row => row.Readers is not EndpointReaders.None)
        .SelectMany(row => urls.PathsOf(row.Endpoint), (row, path) => KeyValuePair.Create(path, row))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, pipeline) =>
        {
            if (!IsPreflight(http.Request) || !_endpoints.TryGetValue(http.Request.PathBase + http.Request.Path, out var endpoint))
            {
                return pipeline(http);
            }

            cors.Preflight(http, endpoint);
            return Task.CompletedTask;
        });
        next(app);
    };

    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0;
}
