#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
#endif
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using PoliciesNamespace;

namespace HostNamespace.Admin;

/// <summary>What every page of administrators is behind: a person who is signed in here and meets the policy of <see cref="AdminPolicy"/>, and a form that was made here.</summary>
[AttestoPage]
public abstract class AdminController : Controller
{
    /// <summary>Where the pages stand.</summary>
    public const string Root = "attesto/admin";

    private const string Views = "~/Views/Attesto/Admin/";

    /// <summary>Who does what is done here, as the events name them.</summary>
    protected string Actor { get; private set; } = "";

    public override async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        if (await RefuseAsync() is { } refusal)
        {
            context.Result = refusal;
        }
        else if (HttpContext.FormWasRefused() && !context.ActionArguments.ContainsKey("form")) // a page with fields shows again what was typed
        {
            const string Refused = "This page was open for too long, or was not opened here. Nothing was changed. Please try again.";
            context.Result = Back(Refused, Request.GetEncodedPathAndQuery(), isFault: true);
        }
        else
        {
            await next();
        }
    }

    /// <summary>A page of Views/Attesto/Admin.</summary>
    protected ViewResult Page(string name, object model) => View($"{Views}{name}.cshtml", model);

    /// <summary>The page that asks before something is done that cannot be undone; it posts to where it stands.</summary>
    protected ViewResult Confirm(string title, string cost, string button, string back, params (string Name, string Value)[] fields) =>
        Page("Confirm", new AdminConfirmation(title, cost, button, back, fields));

    /// <summary>To another page, which says what was done, or why nothing was.</summary>
    protected LocalRedirectResult Back(string said, string url, bool isFault = false)
    {
        TempData[isFault ? "Fault" : "Done"] = said;
        return LocalRedirect(url);
    }

    private async Task<IActionResult?> RefuseAsync()
    {
        if (await BrowserSession.FindAsync(HttpContext) is not { } person)
        {
            var signInReturn = HttpContext.RequestServices.GetRequiredService<SignInReturn>();
            return RedirectToAction("Show", "SignIn", new { returnUrl = await signInReturn.ReturnUrlAsync(HttpContext, HttpContext.RequestAborted) });
        }

        HttpContext.User = (await HttpContext.AuthenticateAsync(BrowserSession.Scheme)).Principal!;
        Actor = person.Subject;
        var authorization = HttpContext.RequestServices.GetRequiredService<IAuthorizationService>();
        if ((await authorization.AuthorizeAsync(HttpContext.User, AttestoAdminServiceCollectionExtensions.AttestoAdminPolicy)).Succeeded)
        {
            return null;
        }

        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Page("Forbidden", person);
    }
}

/// <summary>What the page says that asks first.</summary>
public sealed record AdminConfirmation(string Title, string Cost, string Button, string Back, IReadOnlyList<(string Name, string Value)> Fields);
