using System.Security.Claims;
using Attesto.AspNetCore;
using HostNamespace.Data;
using HostNamespace.People;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using PoliciesNamespace;

namespace HostNamespace.Controllers;

/// <summary>Signing in at another provider. Its accounts are joined to those here by its key for the person, never by an e-mail address: whoever
/// could make it assert somebody's address would own their account.</summary>
[Route("signin/provider"), AttestoPage]
public sealed class ProviderController(SignInManager<ApplicationUser> signIn, SignInReturn signInReturn, ProviderAccounts accounts) : SignInStep(signIn, signInReturn)
{
    [HttpPost]
    public async Task<IActionResult> Go(string? returnUrl, string? provider, CancellationToken cancellationToken)
    {
        var prompt = await OpenAsync(returnUrl, cancellationToken);
        if (HttpContext.FormWasRefused() || (await SignInManager.GetExternalAuthenticationSchemesAsync()).All(known => known.Name != provider))
        {
            return await PageAsync(prompt, username: null);
        }

        var properties = SignInManager.ConfigureExternalAuthenticationProperties(provider, Url.Action("Returned", new { prompt.ReturnUrl }));
        return Challenge(
            new OpenIdConnectChallengeProperties(properties.Items) { Prompt = prompt.IsReauthentication ? "login" : null }, // else its session would answer
            provider!);
    }

    [HttpGet]
    public async Task<IActionResult> Returned(string? returnUrl, CancellationToken cancellationToken)
    {
        var prompt = await OpenAsync(returnUrl, cancellationToken);
        if (await SignInManager.GetExternalLoginInfoAsync() is not { } login)
        {
            return await PageAsync(prompt, username: null, "The other provider did not sign you in.");
        }

        BrowserSession.Say(HttpContext, [.. login.Principal.FindAll("amr").Select(method => method.Value)]); // what it says of itself
        var key = ProviderAccounts.KeyOf(login);
        var result = await SignInManager.ExternalLoginSignInAsync(login.LoginProvider, key, isPersistent: false, bypassTwoFactor: false);
        if (result is { Succeeded: false, RequiresTwoFactor: false, IsLockedOut: false, IsNotAllowed: false })
        {
            if (await accounts.CreateAsync(login) is { } fault)
            {
                return await PageAsync(prompt, login.Principal.FindFirstValue("email"), fault);
            }

            result = await SignInManager.ExternalLoginSignInAsync(login.LoginProvider, key, isPersistent: false, bypassTwoFactor: false);
        }

        return
            result.Succeeded ? Back(prompt) :
            result.RequiresTwoFactor ? RedirectToAction("Show", "SecondFactor", new { prompt.ReturnUrl }) :
            await PageAsync(prompt, username: null, "This account cannot be used here.");
    }
}
