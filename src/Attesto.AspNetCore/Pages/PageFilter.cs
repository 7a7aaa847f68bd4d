using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Primitives;

namespace Attesto.AspNetCore;

/// <summary>What every page of the host has around its action. The form is read by this server's own parser: model binding then sees what that took.</summary>
internal sealed class PageFilter(OAuthTransport transport, FormTokens forms) : IAsyncResourceFilter, IActionFilter
{
    /// <summary>What a form that was refused is shown again with.</summary>
    private const string Sentence = "This page was open for too long, or was not opened here. Please try again.";

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        PageHeaders.Write(http.Response);
        var isForm = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        var request = isForm ? await transport.ReadAsync(http, BodyFormat.Form, http.RequestAborted) : transport.Lift(http);
        if (transport.Framing.FindInsecure(request) is { } fault)
        {
            context.Result = transport.Responses.Show(http, fault);
            return;
        }

        if (isForm)
        {
            Bind(http, request);
            context.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>(); // it throws at a bracket that does not close
            forms.Accepts(http, request.Unreadable is null ? request.Parameters[FormTokens.Field] : null);
        }

        await next();
        RedirectResponse.AfterPost(http);
    }

    public void OnActionExecuting(ActionExecutingContext context)
    {
        if (context.HttpContext.FormWasRefused())
        {
            context.ModelState.AddModelError("", Sentence);
        }
    }

    public void OnActionExecuted(ActionExecutedContext context)
    {
    }

    private static void Bind(HttpContext http, OAuthRequest request)
    {
        var fields = request.Parameters.GroupBy(field => field.Key, field => field.Value, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(field => field.Key, field => new StringValues([.. field]), StringComparer.OrdinalIgnoreCase);
        http.Features.Set<IFormFeature>(new FormFeature(new FormCollection(fields)));
    }
}
