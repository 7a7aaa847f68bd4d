using System.ComponentModel.DataAnnotations;
using Attesto.AspNetCore;
using HostNamespace.Data;
using HostNamespace.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using PoliciesNamespace;
using SignInResult = Microsoft.AspNetCore.Identity.SignInResult;

namespace HostNamespace.Controllers;

/// <summary>The sign-in page: password, or passkey.</summary>
[Route("signin"), AttestoPage]
public sealed class SignInController(
    SignInManager<ApplicationUser> signIn, UserManager<ApplicationUser> users, SignInReturn signInReturn, SignInThrottle throttle, AccountMail mail)
    : SignInStep(signIn, signInReturn)
{
    [HttpGet]
    public async Task<IActionResult> Show(string? returnUrl, CancellationToken cancellationToken)
    {
        var prompt = await OpenAsync(returnUrl, cancellationToken);
        return await PageAsync(prompt, prompt.LoginHint);
    }

    [HttpPost]
    public async Task<IActionResult> Password(SignInForm form, CancellationToken cancellationToken)
    {
        var prompt = await OpenAsync(form.ReturnUrl, cancellationToken);
        var username = (form.Username ?? "").Trim(); // phones put a blank behind a name
        if (HttpContext.FormWasRefused() || !ModelState.IsValid)
        {
            return await PageAsync(prompt, username);
        }

        using var attempt = await throttle.BeginAsync(HttpContext, username, cancellationToken);
        if (attempt.IsRefused)
        {
            return await PageAsync(prompt, username, "There were too many attempts. Please try again in some minutes."); // 429, and who signed in here before gets in
        }

        var user = await users.FindByNameAsync(username) ?? await users.FindByEmailAsync(username);
        var result = user is null ? SignInResult.Failed : await CheckAsync(user, form, prompt);
        if (result.Succeeded || result.RequiresTwoFactor)
        {
            attempt.Succeed();
            return result.Succeeded ? Back(prompt) : RedirectToAction("Show", "SecondFactor", new { prompt.ReturnUrl, form.Remember });
        }

        if (result.IsNotAllowed && await users.CheckPasswordAsync(user!, form.Password!) && !await users.IsEmailConfirmedAsync(user!))
        {
            await mail.SendConfirmationAsync(HttpContext, user!, prompt.ReturnUrl);
            return await PageAsync(prompt, username, "Confirm your e-mail address first: another mail is on its way.");
        }

        await attempt.FailAsync(user?.Id, cancellationToken); // takes as long for a name that nobody has
        return await PageAsync(prompt, username, "The name or the password is wrong, or there were too many attempts."); // one sentence: only accounts are locked
    }

    [HttpPost("passkey")]
    public async Task<IActionResult> Passkey(string? returnUrl, string? credential, CancellationToken cancellationToken)
    {
        var prompt = await OpenAsync(returnUrl, cancellationToken);
        if (HttpContext.FormWasRefused() || string.IsNullOrEmpty(credential) || await AssertAsync(credential) is not { Succeeded: true, User: { } user } made
            || await users.IsLockedOutAsync(user) || !await SignInManager.CanSignInAsync(user))
        {
            return await PageAsync(prompt, username: null, "The passkey was not accepted. Please try again.");
        }

        await users.AddOrUpdatePasskeyAsync(user, made.Passkey); // it counts its uses
        BrowserSession.Say(HttpContext, made.Passkey.IsBackupEligible ? "swk" : "hwk", "user", "mfa"); // verified by the device: two factors (RFC 8176)
        await SignInManager.SignInAsync(user, isPersistent: false);
        return Back(prompt);
    }

    private async Task<SignInResult> CheckAsync(ApplicationUser user, SignInForm form, SignInPrompt prompt)
    {
        if (WantsSecondFactor(prompt))
        {
            await SignInManager.ForgetTwoFactorClientAsync(); // one that is remembered is no second factor
        }

        BrowserSession.Say(HttpContext, "pwd");
        return await SignInManager.PasswordSignInAsync(user, form.Password!, form.Remember, lockoutOnFailure: true);
    }

    private async Task<PasskeyAssertionResult<ApplicationUser>?> AssertAsync(string credential)
    {
        try
        {
            return await SignInManager.PerformPasskeyAssertionAsync(credential);
        }
        catch (InvalidOperationException)
        {
            return null; // the page was open for too long, or another one took its place
        }
    }
}

/// <summary>What the sign-in page sends.</summary>
public sealed class SignInForm
{
    [Required(ErrorMessage = PeopleFaults.MissingNameOrPassword), StringLength(256, ErrorMessage = PeopleFaults.TooLong)]
    public string? Username { get; set; }

    [Required(ErrorMessage = PeopleFaults.MissingNameOrPassword), StringLength(256, ErrorMessage = PeopleFaults.TooLong)]
    public string? Password { get; set; }

    public bool Remember { get; set; }

    public string? ReturnUrl { get; set; }
}
