using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>What an endpoint answers: a controller returns it, a route without MVC executes it.</summary>
internal abstract class EndpointResult : IActionResult, IResult
{
    public abstract Task ExecuteAsync(HttpContext httpContext);

    public virtual Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);
}
