using Microsoft.AspNetCore.Mvc.Filters;

namespace Attesto.AspNetCore;

/// <summary>Makes no page of the host's for a browser that only guesses.</summary>
internal sealed class PrefetchFilter(OAuthResponses responses) : IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (Prefetch.Is(context.HttpContext.Request))
        {
            context.Result = responses.Show(context.HttpContext, Prefetch.NotYet);
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
