using System.ComponentModel.DataAnnotations;
using Attesto.AspNetCore;
using HostNamespace.Data;
using HostNamespace.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using PoliciesNamespace;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace HostNamespace.Controllers;

/// <summary>What the sign-in page of your front end asks and sends: a password, and a code of the authenticator where the account has one or the client wants one.</summary>
[Route("signin"), AttestoPage]
public sealed class SignInController(
    SignInManager<ApplicationUser> signIn, UserManager<ApplicationUser> users, SignInReturn signInReturn, SignInThrottle throttle, OneTimeCodes codes) : ControllerBase
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

        var user = await users.FindByNameAsync(username) ?? await users.FindByEmailAsync(username);
        var result = user is null ? SignInResult.Failed : await CheckAsync(user, form, prompt, cancellationToken);
        if (result.Succeeded || (result.RequiresTwoFactor && string.IsNullOrEmpty(form.Code)))
        {
            attempt.Succeed();
            return Ok(new { ReturnUrl = result.Succeeded ? prompt.ReturnUrl : null, result.RequiresTwoFactor }); // then the same form again, with a code
        }

        await attempt.FailAsync(user?.Id, cancellationToken); // takes as long for a name that nobody has
        return Problem("The name, the password or the code is wrong, or there were too many attempts.", statusCode: StatusCodes.Status403Forbidden);
    }

    private async Task<SignInResult> CheckAsync(ApplicationUser user, SignInForm form, SignInPrompt prompt, CancellationToken cancellationToken)
    {
        if (prompt.AcrValues.Contains(BrowserSession.SecondFactor))
        {
            await signIn.ForgetTwoFactorClientAsync(); // one that is remembered is no second factor
        }

        BrowserSession.Say(HttpContext, "pwd");
        var result = await signIn.PasswordSignInAsync(user, form.Password!, isPersistent: false, lockoutOnFailure: true);
        if (!result.RequiresTwoFactor || string.IsNullOrEmpty(form.Code))
        {
            return result;
        }

        BrowserSession.Say(HttpContext, "pwd", "otp", "mfa");
        return await codes.TryUseAsync(user, form.Code, cancellationToken)
            ? await signIn.TwoFactorAuthenticatorSignInAsync(form.Code, isPersistent: false, rememberClient: false)
            : SignInResult.Failed;
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

    [StringLength(16)]
    public string? Code { get; set; }

    public string? ReturnUrl { get; set; }
}
