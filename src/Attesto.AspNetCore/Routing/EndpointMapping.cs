using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Attesto.AspNetCore;

/// <summary>Routes the controllers of the authorization server where the host maps no controllers itself, as a minimal, Razor Pages or Blazor host does not.
/// The host's own controllers stay as they are: those that it did not map are not reachable afterwards either.</summary>
internal sealed class EndpointMapping : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseRouting(); // ahead of the host's own middleware, so that its authorization sees the endpoint and who may call it
        next(app);
        var services = app.ApplicationServices;
        var routed = services.GetRequiredService<EndpointDataSource>().Endpoints; // made now, so that a route that cannot be is a fault of the start
        if (services.GetService<IActionDescriptorCollectionProvider>() is not null && !routed.Any(IsOurController))
        {
            app.UseEndpoints(routes => routes.DataSources.Add(new OurEndpoints(services)));
        }
    };

    private static bool IsOurController(Microsoft.AspNetCore.Http.Endpoint endpoint) =>
        IsOurs(endpoint) && endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is not null;

    private static bool IsOurs(Microsoft.AspNetCore.Http.Endpoint endpoint) => endpoint.Metadata.GetMetadata<RouteClassMetadata>() is not null;

    private sealed class OurEndpoints : EndpointDataSource, IDisposable
    {
        private readonly CompositeEndpointDataSource _controllers;

        public OurEndpoints(IServiceProvider services)
        {
            var routes = new Mapped(services);
            routes.MapControllers();
            _controllers = new CompositeEndpointDataSource(routes.DataSources);
        }

        public override IReadOnlyList<Microsoft.AspNetCore.Http.Endpoint> Endpoints => [.. _controllers.Endpoints.Where(IsOurs)];

        public override IChangeToken GetChangeToken() => _controllers.GetChangeToken();

        public void Dispose() => _controllers.Dispose();
    }

    private sealed class Mapped(IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
    }
}
