using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ActionConstraints;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Gives every controller that bears <see cref="AttestoEndpointAttribute"/> the path that discovery advertises, so that the two cannot differ.</summary>
internal sealed class EndpointConvention(EndpointUrls urls, AttestoOptions options, EndpointFilters filters) : IApplicationModelConvention
{
    public void Apply(ApplicationModel application)
    {
        foreach (var controller in application.Controllers.ToList())
        {
            if (controller.Attributes.OfType<AttestoPageAttribute>().Any())
            {
                Open(controller);
            }

            if (controller.Attributes.OfType<AttestoDocumentAttribute>().Any())
            {
                Publish(controller, RouteClass.Metadata);
            }

            if (controller.Attributes.OfType<AttestoEndpointAttribute>().FirstOrDefault()?.Endpoint is not { } endpoint)
            {
                continue;
            }

            var row = EndpointTable.Of(endpoint);
            if (!row.IsServed(options))
            {
                application.Controllers.Remove(controller);
                continue;
            }

            Mount(controller, row);
        }
    }

    private void Mount(ControllerModel controller, EndpointDefinition row)
    {
        controller.Selectors.Clear();
        foreach (var mount in urls.MountsOf(row.Endpoint))
        {
            // What follows the path of one route alone stands there; where there are several, the actions say it.
            var template = row.Routes is [var only] ? mount.Path + only.Suffix : mount.Path;
            var selector = new SelectorModel { AttributeRouteModel = new AttributeRouteModel { Template = template.TrimStart('/') } };
            foreach (var metadata in EndpointMetadata.Of(row, mount))
            {
                selector.EndpointMetadata.Add(metadata);
            }

            controller.Selectors.Add(selector);
        }

        AnswerHead(controller);

        // A client has no form token to send. The page that needs one checks it itself.
        controller.Filters.Add(new IgnoreAntiforgeryTokenAttribute());
        controller.Filters.Add(filters.Failures);
        foreach (var action in controller.Actions.Where(Binds))
        {
            action.Filters.Add(new UnboundForm());
        }
    }

    // Nothing is bound, and no value looked for, where there is neither a parameter nor a property to bind.
    private static bool Binds(ActionModel action) =>
        action.Parameters.Count > 0 || action.Controller.ControllerProperties.Any(property => property.BindingInfo is not null);

    // RFC 9110 §9.1: HEAD wherever there is GET; the framework's [HttpGet] means GET alone.
    private static void AnswerHead(ControllerModel controller)
    {
        foreach (var selector in controller.Actions.SelectMany(action => action.Selectors))
        {
            foreach (var constraint in selector.ActionConstraints.OfType<HttpMethodActionConstraint>().ToList())
            {
                var methods = constraint.HttpMethods.ToList();
                if (methods.Contains(HttpMethods.Get, StringComparer.OrdinalIgnoreCase) && !methods.Contains(HttpMethods.Head, StringComparer.OrdinalIgnoreCase))
                {
                    selector.ActionConstraints.Remove(constraint);
                    selector.ActionConstraints.Add(new HttpMethodActionConstraint([.. methods, HttpMethods.Head]));
                    selector.EndpointMetadata.Add(new HttpMethodMetadata([.. methods, HttpMethods.Head]));
                }
            }
        }
    }

    // Pages keep the route that the host gave them.
    private void Open(ControllerModel controller)
    {
        Publish(controller, RouteClass.Interactive);
        controller.Filters.Add(new IgnoreAntiforgeryTokenAttribute()); // the page filter checks a token that a second tab does not spoil
        controller.Filters.Add(filters.Failures);
        controller.Filters.Add(filters.Prefetch);
        controller.Filters.Add(filters.Limiter);
        controller.Filters.Add(filters.Page);
    }

    private static void Publish(ControllerModel controller, RouteClass routeClass)
    {
        foreach (var selector in controller.Selectors.Concat(controller.Actions.SelectMany(action => action.Selectors)))
        {
            selector.EndpointMetadata.Add(new RouteClassMetadata(routeClass));
            selector.EndpointMetadata.Add(new AllowAnonymousAttribute());
        }
    }
}

/// <summary>What stands around the actions of endpoints and pages.</summary>
internal sealed record EndpointFilters(InfrastructureFailureFilter Failures, RouteClassLimiter Limiter, PrefetchFilter Prefetch, PageFilter Page);

/// <summary>Hands the convention to MVC.</summary>
internal sealed class EndpointConventionSetup(IServiceProvider services) : IConfigureOptions<MvcOptions>, IApplicationModelConvention
{
    public void Configure(MvcOptions options) => options.Conventions.Add(this);

    public void Apply(ApplicationModel application)
    {
        try
        {
            new EndpointConvention(
                services.GetRequiredService<EndpointUrls>(),
                services.GetRequiredService<IOptions<AttestoOptions>>().Value,
                services.GetRequiredService<EndpointFilters>()).Apply(application);
        }
        catch (OptionsValidationException)
        {
            // MapControllers comes before the start, which refuses these options, and tells what else is wrong.
        }
    }
}
