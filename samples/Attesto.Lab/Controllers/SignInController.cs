using System.ComponentModel.DataAnnotations;
using Attesto;
using Attesto.AspNetCore;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Attesto.Lab.Policies;

namespace Attesto.Lab.Controllers;

/// <summary>The sign-in page. Put your own in its place, with a second factor for instance; it only has to end in <see cref="BrowserSession.StartAsync"/>.</summary>
[Route("signin"), AttestoPage]
public sealed class SignInController(IAccounts accounts, SignInReturn signInReturn, SignInThrottle throttle, TimeProvider clock) : Controller
{
    private const string Page = "~/Views/Attesto/SignIn.cshtml";

    [HttpGet]
    public async Task<IActionResult> Show(string? returnUrl, CancellationToken cancellationToken) =>
        await signInReturn.OpenAsync(HttpContext, returnUrl, cancellationToken) is { } prompt ? View(Page, Form(prompt, prompt.LoginHint)) : NobodyAsked();

    [HttpPost]
    public async Task<IActionResult> SignIn(SignInForm form, CancellationToken cancellationToken)
    {
        if (await signInReturn.OpenAsync(HttpContext, form.ReturnUrl, cancellationToken) is not { } prompt)
        {
            return NobodyAsked(); // never a door to somebody else's site
        }

        var username = (form.Username ?? "").Trim(); // phones put a blank behind a name
        if (HttpContext.FormWasRefused())
        {
            return View(Page, Form(prompt, username));
        }

        if (!ModelState.IsValid)
        {
            return Again("Please fill in name and password.");
        }

        using var attempt = await throttle.BeginAsync(HttpContext, username, cancellationToken);
        if (attempt.IsRefused)
        {
            return Again("There were too many attempts. Please try again in some minutes."); // 429, and whoever signed in from this browser before gets in
        }

        if (await accounts.CheckPasswordAsync(username, form.Password!, cancellationToken) is not { } account)
        {
            await attempt.FailAsync(await accounts.FindSubjectAsync(username, cancellationToken), cancellationToken);
            return Again("The name or the password is wrong.");
        }

        attempt.Succeed();
        await BrowserSession.StartAsync(HttpContext, account, clock.GetUtcNow());
        Response.Headers.Location = prompt.ReturnUrl;
        return StatusCode(StatusCodes.Status303SeeOther); // a 302 lets a browser post the password on (RFC 9700 §4.12)

        ViewResult Again(string why)
        {
            ModelState.AddModelError("", why);
            return View(Page, Form(prompt, username));
        }
    }

    private static SignInForm Form(SignInPrompt prompt, string? username) => new()
    {
        Client = prompt.Client,
        ReturnUrl = prompt.ReturnUrl,
        CancelUrl = prompt.CancelUrl,
        Username = username,
    };

    private ViewResult NobodyAsked()
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View("~/Views/Attesto/Error.cshtml", new ErrorDetails(OAuthError.InvalidRequest("no application is waiting for this sign-in, or no longer"))
        {
            Reference = HttpContext.TraceIdentifier,
        });
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

    /// <summary>Who asks for the sign-in, where that is known.</summary>
    [BindNever]
    public ClientDisplay? Client { get; set; }

    [BindNever]
    public string? CancelUrl { get; set; }
}
