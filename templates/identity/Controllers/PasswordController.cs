using System.ComponentModel.DataAnnotations;
using Attesto;
using Attesto.AspNetCore;
using HostNamespace.Data;
using HostNamespace.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Controllers;

/// <summary>A forgotten password. The answer is the same for every address.</summary>
[Route("account/password"), AttestoPage]
public sealed class PasswordController(UserManager<ApplicationUser> users, AccountMail mail, IAuthorizationTerminator authorizations) : Controller
{
    [HttpGet("forgotten")]
    public IActionResult Show(string? returnUrl) => View("~/Views/Attesto/Account/Forgotten.cshtml", returnUrl);

    [HttpPost("forgotten")]
    public async Task<IActionResult> Forgotten(string? email, string? returnUrl)
    {
        if (HttpContext.FormWasRefused() || string.IsNullOrWhiteSpace(email))
        {
            return Show(returnUrl);
        }

        if (await users.FindByEmailAsync(email.Trim()) is { EmailConfirmed: true } user)
        {
            await mail.SendResetAsync(HttpContext, user, returnUrl);
        }

        return Say(new Message("Look into your mail", "If there is an account with this address, a mail is on its way.", returnUrl, CanSignIn: false));
    }

    [HttpGet("reset")]
    public IActionResult Reset(string? id, string? token, string? returnUrl) => Page(new NewPassword { Id = id, Token = token, ReturnUrl = returnUrl });

    [HttpPost("reset")]
    public async Task<IActionResult> Reset(NewPassword form, CancellationToken cancellationToken)
    {
        if (HttpContext.FormWasRefused() || !ModelState.IsValid)
        {
            return Page(form);
        }

        var user = await users.FindByIdAsync(form.Id!);
        var result = user is null ? IdentityResult.Failed() : await users.ResetPasswordAsync(user, AccountMail.Decode(form.Token), form.Password!);
        if (user is null || !result.Succeeded)
        {
            ModelState.AddModelError("", user is null ? "This link is no longer good." : PeopleFaults.Of(result));
            return Page(form);
        }

        await users.ResetAccessFailedCountAsync(user);
        await authorizations.EndAsync(new GrantFilter { Subject = user.Id }, cancellationToken); // whoever knew the old one is out, everywhere
        return Say(new Message("Your password is changed", "You can sign in now.", form.ReturnUrl));
    }

    private ViewResult Say(Message message) => View("~/Views/Attesto/Account/Message.cshtml", message);

    private ViewResult Page(NewPassword form) => View("~/Views/Attesto/Account/Reset.cshtml", form);
}

/// <summary>What the page shows and sends.</summary>
public sealed class NewPassword
{
    [Required(ErrorMessage = PeopleFaults.Missing)]
    public string? Id { get; set; }

    [Required(ErrorMessage = PeopleFaults.Missing)]
    public string? Token { get; set; }

    [Required(ErrorMessage = PeopleFaults.Missing), StringLength(256, ErrorMessage = PeopleFaults.TooLong)]
    public string? Password { get; set; }

    public string? ReturnUrl { get; set; }
}
