using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Attesto.AspNetCore;

/// <summary>A browser that only guesses where its person will go (<c>Sec-Purpose: prefetch</c>, Fetch Standard §2.2.6) gets nothing: no code is spent, no
/// session ends, and when the person really comes the page is made for them.</summary>
internal sealed class PrefetchFilter(OAuthResponses responses) : IResourceFilter
{
    private static readonly OAuthError NotYet = new(
        ErrorCodes.TemporarilyUnavailable, "this page is made when somebody comes, not in advance", StatusCodes.Status503ServiceUnavailable);

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var headers = context.HttpContext.Request.Headers;
        if (IsGuess(headers["Sec-Purpose"].ToString()) || IsGuess(headers["Purpose"].ToString()))
        {
            context.Result = responses.Show(context.HttpContext, NotYet);
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }

    private static bool IsGuess(string purpose) => purpose.Contains("prefetch", StringComparison.OrdinalIgnoreCase) || purpose.Contains("prerender", StringComparison.OrdinalIgnoreCase);
}
