#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using PoliciesNamespace;

namespace HostNamespace.Controllers;

/// <summary>The way to the sign-in page that this host has, and from there back to the application that waits.</summary>
[Route("signin"), AttestoPage]
public sealed class SignInController(SignInReturn signInReturn) : Controller
{
    [HttpGet]
    public IActionResult Show(string? returnUrl) =>
        Challenge(new AuthenticationProperties { RedirectUri = signInReturn.IsOurs(returnUrl) ? returnUrl : Url.Content("~/") }, BrowserSession.Scheme);
}
