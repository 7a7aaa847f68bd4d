using System.Security.Claims;
using Attesto.AspNetCore;
using HostNamespace.Data;
using HostNamespace.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using PoliciesNamespace;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace HostNamespace.Controllers;

/// <summary>The second step of a sign-in: a code of an authenticator, or a recovery code.</summary>
[Route("signin/code"), AttestoPage]
public sealed class SecondFactorController(SignInManager<ApplicationUser> signIn, SignInReturn signInReturn, OneTimeCodes codes) : SignInStep(signIn, signInReturn)
{
    private const int CodeLength = 6;

    [HttpGet]
    public async Task<IActionResult> Show(string? returnUrl, bool remember) => await SignInManager.GetTwoFactorAuthenticationUserAsync() is null
        ? RedirectToAction("Show", "SignIn", new { returnUrl })
        : Page(new SecondFactorForm { ReturnUrl = returnUrl, Remember = remember });

    [HttpPost]
    public async Task<IActionResult> Check(SecondFactorForm form, CancellationToken cancellationToken)
    {
        var prompt = await OpenAsync(form.ReturnUrl, cancellationToken);
        if (await SignInManager.GetTwoFactorAuthenticationUserAsync() is not { } user)
        {
            return await PageAsync(prompt, username: null, "This took too long. Please sign in again.");
        }

        if (HttpContext.FormWasRefused())
        {
            return Page(form);
        }

        var result = await CheckAsync(user, (form.Code ?? "").Replace(" ", "", StringComparison.Ordinal), form, cancellationToken);
        if (result.Succeeded)
        {
            return Back(prompt);
        }

        ModelState.AddModelError("", result.IsLockedOut ? "There were too many attempts. Please try again in some minutes." : "The code is wrong, or was used before.");
        return Page(form);
    }

    private async Task<SignInResult> CheckAsync(ApplicationUser user, string code, SecondFactorForm form, CancellationToken cancellationToken)
    {
        var first = await HttpContext.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        string[] before = first.Principal?.FindFirstValue(ClaimTypes.AuthenticationMethod) is null ? ["pwd"] : []; // else another provider was the first step
        BrowserSession.Say(HttpContext, [.. before, "otp", "mfa"]);
        return
            code.Length != CodeLength ? await SignInManager.TwoFactorRecoveryCodeSignInAsync(code) :
            await codes.TryUseAsync(user, code, cancellationToken) ? await SignInManager.TwoFactorAuthenticatorSignInAsync(code, form.Remember, form.RememberMachine) :
            SignInResult.Failed;
    }

    private ViewResult Page(SecondFactorForm form) => View("~/Views/Attesto/Account/SecondFactor.cshtml", form);
}

/// <summary>What the page shows and sends.</summary>
public sealed class SecondFactorForm
{
    public string? Code { get; set; }

    public bool Remember { get; set; }

    public bool RememberMachine { get; set; }

    public string? ReturnUrl { get; set; }
}
