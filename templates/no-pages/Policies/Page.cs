#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1308, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
#endif
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace PoliciesNamespace;

/// <summary>A page of your own front end. The browser is sent to it, with <c>returnUrl</c>; the page fetches that URL with <c>Accept: application/json</c> and is told
/// what to show and what to send. ATTESTO.md says it page by page.</summary>
internal sealed class Page(string name, object model) : IActionResult
{
    /// <summary>Where the pages <c>signin</c>, <c>consent</c> and <c>logout</c> stand. They are on this origin, for its cookies are.</summary>
    private const string FrontEnd = "/app/";

    public static Page Of(string name, object model) => new(name, model);

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        if (http.Request.Headers.Accept.Any(value => value?.Contains("application/json", StringComparison.OrdinalIgnoreCase) == true))
        {
            var token = http.RequestServices.GetRequiredService<FormTokens>().IssueFor(http);
            await new JsonResult(new { page = name, model, field = FormTokens.Field, token }).ExecuteResultAsync(context);
            return;
        }

        var returnUrl = HttpMethods.IsGet(http.Request.Method)
            ? http.Request.GetEncodedPathAndQuery()
            : await http.RequestServices.GetRequiredService<SignInReturn>().ReturnUrlAsync(http, http.RequestAborted);
        http.Response.Redirect($"{http.Request.PathBase}{FrontEnd}{name.ToLowerInvariant()}?returnUrl={Uri.EscapeDataString(returnUrl)}");
    }
}
