using Attesto.AspNetCore;
using HostNamespace.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using PoliciesNamespace;

namespace HostNamespace.Controllers;

/// <summary>What the steps of a sign-in share: who waits for it, the page that offers every way in, and the way back.</summary>
public abstract class SignInStep(SignInManager<ApplicationUser> signIn, SignInReturn signInReturn) : Controller
{
    protected SignInManager<ApplicationUser> SignInManager => signIn;

    /// <summary>Who waits. Without an application it is the person's own account, or another page of this host; never somebody else's site.</summary>
    protected async Task<SignInPrompt> OpenAsync(string? returnUrl, CancellationToken cancellationToken) =>
        await signInReturn.OpenAsync(HttpContext, returnUrl, cancellationToken) ?? new SignInPrompt
        {
            ReturnUrl = Url.IsLocalUrl(returnUrl) ? returnUrl : Url.Action("Show", "Account")!,
            CancelUrl = Url.Content("~/"),
        };

    protected async Task<IActionResult> PageAsync(SignInPrompt prompt, string? username, string? fault = null)
    {
        if (fault is not null)
        {
            ModelState.AddModelError("", fault);
        }

        // The challenge of a passkey would take the place of a half-done second factor's in another tab.
        var isHalfDone = await signIn.GetTwoFactorAuthenticationUserAsync() is not null;
        return View("~/Views/Attesto/SignIn.cshtml", new SignInPage(prompt, username)
        {
            PasskeyOptions = isHalfDone ? null : await signIn.MakePasskeyRequestOptionsAsync(user: null),
            Providers = [.. await signIn.GetExternalAuthenticationSchemesAsync()],
        });
    }

    protected static bool WantsSecondFactor(SignInPrompt prompt) => prompt.AcrValues.Contains(BrowserSession.SecondFactor);

    protected StatusCodeResult Back(SignInPrompt prompt)
    {
        Response.Headers.Location = prompt.ReturnUrl;
        return StatusCode(StatusCodes.Status303SeeOther); // a 302 lets a browser post the password on (RFC 9700 §4.12)
    }
}

/// <summary>What the sign-in page shows.</summary>
public sealed record SignInPage(SignInPrompt Prompt, string? Username)
{
    /// <summary>What the browser needs for a passkey, or null.</summary>
    public string? PasskeyOptions { get; init; }

    public IReadOnlyList<AuthenticationScheme> Providers { get; init; } = [];
}
