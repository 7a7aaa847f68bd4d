#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
#endif
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using PoliciesNamespace;

namespace HostNamespace.Controllers;

/// <summary>Where a person sees which applications and browsers have access to their account, and ends it.</summary>
[Route("account/access"), AttestoPage]
public sealed class AccessController(AccountAccess access, SignInReturn signInReturn) : Controller
{
    [HttpGet, HttpPost]
    public async Task<IActionResult> Show(string? client, string? browser, CancellationToken cancellationToken)
    {
        if (await BrowserSession.FindAsync(HttpContext) is not { } person)
        {
            return RedirectToAction("Show", "SignIn", new { returnUrl = await signInReturn.ReturnUrlAsync(HttpContext, cancellationToken) });
        }

        if (!HttpMethods.IsPost(Request.Method) || HttpContext.FormWasRefused())
        {
            return View("~/Views/Attesto/Access.cshtml", await access.FindAsync(HttpContext, person, cancellationToken));
        }

        await access.EndAsync(person, client, browser, cancellationToken);
        return RedirectToAction("Show");
    }
}
