using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Attesto.AspNetCore;

/// <summary>The routes of the endpoints in a host without controllers. They are made when routing asks for them first: until then the options may change.</summary>
internal sealed class MappedEndpoints : EndpointDataSource, IEndpointConventionBuilder
{
    private readonly IServiceProvider _services;
    private readonly List<Action<EndpointBuilder>> _conventions = [];
    private readonly List<Action<EndpointBuilder>> _finally = [];
    private readonly Lazy<IReadOnlyList<Endpoint>> _endpoints;

    public MappedEndpoints(IServiceProvider services)
    {
        _services = services;
        _endpoints = new(() => [.. Rows().SelectMany(Build)]);
    }

    public override IReadOnlyList<Endpoint> Endpoints => _endpoints.Value;

    public void Add(Action<EndpointBuilder> convention) => _conventions.Add(convention);

    public void Finally(Action<EndpointBuilder> finallyConvention) => _finally.Add(finallyConvention);

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    public override IReadOnlyList<Endpoint> GetGroupedEndpoints(RouteGroupContext context) => context.Prefix.PathSegments.Count == 0
        ? base.GetGroupedEndpoints(context)
        : throw new InvalidOperationException(
            $"MapAttesto was called on the group \"{context.Prefix.RawText}\", where no client would look for the endpoints. "
            + "Call it on the application, and set Attesto:Endpoints:PathPrefix to move them.");

    private IEnumerable<EndpointDefinition> Rows()
    {
        var taken = _services.GetService<IActionDescriptorCollectionProvider>()?.ActionDescriptors.Items
            .SelectMany(action => action.EndpointMetadata.OfType<AttestoEndpointAttribute>(), (_, attribute) => attribute.Endpoint)
            .ToHashSet() ?? [];
        return EndpointTable.ServedBy(_services.GetRequiredService<IOptions<AttestoOptions>>().Value).Where(row => !taken.Contains(row.Endpoint));
    }

    private IEnumerable<Endpoint> Build(EndpointDefinition row) =>
        _services.GetRequiredService<EndpointUrls>().MountsOf(row.Endpoint).SelectMany(_ => row.Routes, (mount, route) => Build(row, mount, route));

    private Endpoint Build(EndpointDefinition row, EndpointMount mount, EndpointRoute route)
    {
        var builder = new RouteEndpointBuilder(http => AnswerAsync(row.Endpoint, http), RoutePatternFactory.Parse(mount.Path + route.Suffix), order: 0)
        {
            DisplayName = $"attesto {row.Endpoint}",
            ApplicationServices = _services,
        };
        foreach (var metadata in EndpointMetadata.Of(row, mount).Append(new HttpMethodMetadata(route.Methods)))
        {
            builder.Metadata.Add(metadata);
        }

        foreach (var convention in _conventions.Concat(_finally))
        {
            convention(builder);
        }

        return builder.Build();
    }

    private static async Task AnswerAsync(OAuthEndpoint endpoint, HttpContext http)
    {
        var result = await http.RequestServices.GetRequiredKeyedService<ServerEndpoint>(endpoint).RunAsync(http, http.RequestAborted);
        try
        {
            await result.ExecuteAsync(http);
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            // What the host took over could not be rendered.
            if (http.RequestServices.GetRequiredService<InfrastructureFailures>().ErrorOf(http, fault) is { } error)
            {
                http.Response.Clear();
                await http.RequestServices.GetRequiredService<OAuthResponses>().Show(http, error).ExecuteAsync(http);
            }
        }
    }
}
