using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>A response that the host took over: rendered as it is, but never cached and never framed unless the host says otherwise itself.</summary>
internal sealed class HostResponse(object response, int status = StatusCodes.Status200OK) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context)
    {
        context.HttpContext.Response.StatusCode = status; // a response of the host that has its own sets it again
        var headers = context.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers.Pragma = "no-cache";
        headers.XFrameOptions = "DENY"; // a consent button under a transparent frame is a stolen consent (RFC 9700 §4.16)
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = "frame-ancestors 'none'";
        }

        return response switch
        {
            IActionResult action => action.ExecuteResultAsync(context),
            IResult result => result.ExecuteAsync(context.HttpContext),
            _ => throw new InvalidOperationException($"A policy took the response over with a {response.GetType()}; it must be an IActionResult or an IResult."),
        };
    }
}
