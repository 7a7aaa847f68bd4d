using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;

namespace Attesto.AspNetCore;

/// <summary>A response that the host took over: rendered as it is, with the headers of every page.</summary>
internal sealed class HostResponse(object response, int status = StatusCodes.Status200OK) : EndpointResult
{
    public override Task ExecuteAsync(HttpContext httpContext) =>
        ExecuteResultAsync(new ActionContext(httpContext, httpContext.GetRouteData(), new ActionDescriptor()));

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        context.HttpContext.Response.StatusCode = status; // a response of the host that has its own sets it again
        PageHeaders.Write(context.HttpContext.Response);
        await (response switch
        {
            IActionResult action => action.ExecuteResultAsync(context),
            IResult result => result.ExecuteAsync(context.HttpContext),
            _ => throw new InvalidOperationException($"A policy took the response over with a {response.GetType()}; it must be an IActionResult or an IResult."),
        });
        RedirectResponse.AfterPost(context.HttpContext);
    }
}
