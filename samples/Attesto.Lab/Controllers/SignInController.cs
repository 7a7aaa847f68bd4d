using System.ComponentModel.DataAnnotations;
using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Attesto.Lab.Policies;

namespace Attesto.Lab.Controllers;

/// <summary>The sign-in page. Put your own in its place, with a second factor for instance; it only has to end in <see cref="BrowserSession.StartAsync"/>.</summary>
[Route("signin"), AttestoPage]
public sealed class SignInController(IAccounts accounts, SignInReturn signInReturn, TimeProvider clock) : Controller
{
    private const string Page = "~/Views/Attesto/SignIn.cshtml";

    [HttpGet]
    public IActionResult Show(string? returnUrl) => signInReturn.IsOurs(returnUrl) ? View(Page, Form(returnUrl)) : NobodyAsked();

    [HttpPost]
    public async Task<IActionResult> SignIn(SignInForm form, CancellationToken cancellationToken)
    {
        if (!signInReturn.IsOurs(form.ReturnUrl))
        {
            return NobodyAsked(); // never a door to somebody else's site
        }

        if (HttpContext.FormWasRefused())
        {
            return View(Page, Form(form.ReturnUrl, form.Username));
        }

        var username = (form.Username ?? "").Trim(); // phones put a blank behind a name
        if (!ModelState.IsValid || await accounts.CheckPasswordAsync(username, form.Password!, cancellationToken) is not { } account)
        {
            ModelState.AddModelError("", "The name or the password is wrong.");
            return View(Page, Form(form.ReturnUrl, username));
        }

        await BrowserSession.StartAsync(HttpContext, account, clock.GetUtcNow());
        Response.Headers.Location = form.ReturnUrl;
        return StatusCode(StatusCodes.Status303SeeOther); // a 302 lets a browser post the password on (RFC 9700 §4.12)
    }

    private SignInForm Form(string returnUrl, string? username = null) => new() { ReturnUrl = returnUrl, CancelUrl = signInReturn.CancelUrl(returnUrl), Username = username };

    private ViewResult NobodyAsked()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View("~/Views/Attesto/Error.cshtml", OAuthError.InvalidRequest("no application is waiting for you to sign in here; go back to it and start again"));
    }
}

/// <summary>What the sign-in page shows and sends.</summary>
public sealed class SignInForm
{
    [Required, StringLength(256)]
    public string? Username { get; set; }

    [Required, StringLength(256)]
    public string? Password { get; set; }

    public string? ReturnUrl { get; set; }

    public string? CancelUrl { get; set; }
}
