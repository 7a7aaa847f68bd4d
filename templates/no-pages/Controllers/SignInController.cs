#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
#endif
using System.ComponentModel.DataAnnotations;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using PoliciesNamespace;

namespace HostNamespace.Controllers;

/// <summary>What the sign-in page of your front end asks and sends. Whatever more that is, it only has to end in <see cref="BrowserSession.StartAsync"/>.</summary>
[Route("signin"), AttestoPage]
public sealed class SignInController(IAccounts accounts, SignInReturn signInReturn, SignInThrottle throttle, TimeProvider clock) : ControllerBase
{
    [HttpGet]
    public async Task<IActionResult> Show(string? returnUrl, CancellationToken cancellationToken) =>
        await signInReturn.OpenAsync(HttpContext, returnUrl, cancellationToken) is { } prompt ? Page.Of("SignIn", prompt) : NobodyAsked();

    [HttpPost]
    public async Task<IActionResult> SignIn(SignInForm form, CancellationToken cancellationToken)
    {
        if (await signInReturn.OpenAsync(HttpContext, form.ReturnUrl, cancellationToken) is not { } prompt)
        {
            return NobodyAsked(); // never a door to somebody else's site
        }

        if (!ModelState.IsValid)
        {
            return ValidationProblem(ModelState); // also a form without its token
        }

        var username = form.Username!.Trim(); // phones put a blank behind a name
        using var attempt = await throttle.BeginAsync(HttpContext, username, cancellationToken);
        if (attempt.IsRefused)
        {
            return Problem("There were too many attempts. Please try again in some minutes.", statusCode: StatusCodes.Status429TooManyRequests);
        }

        if (await accounts.CheckPasswordAsync(username, form.Password!, cancellationToken) is not { } account)
        {
            await attempt.FailAsync(await accounts.FindSubjectAsync(username, cancellationToken), cancellationToken);
            return Problem("The name or the password is wrong.", statusCode: StatusCodes.Status403Forbidden);
        }

        attempt.Succeed();
        await BrowserSession.StartAsync(HttpContext, account, clock.GetUtcNow());
        return Ok(new { prompt.ReturnUrl });
    }

    private ObjectResult NobodyAsked() => Problem("No application is waiting for this sign-in, or no longer.", statusCode: StatusCodes.Status400BadRequest);
}

/// <summary>What the page sends, as a form.</summary>
public sealed class SignInForm
{
    [Required, StringLength(256)]
    public string? Username { get; set; }

    [Required, StringLength(256)]
    public string? Password { get; set; }

    public string? ReturnUrl { get; set; }
}
