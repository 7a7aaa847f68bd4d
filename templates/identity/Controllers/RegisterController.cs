using System.ComponentModel.DataAnnotations;
using Attesto.AspNetCore;
using HostNamespace.Data;
using HostNamespace.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Controllers;

/// <summary>How people come to an account. No answer tells who has one already.</summary>
[Route("account"), AttestoPage]
public sealed class RegisterController(UserManager<ApplicationUser> users, AccountMail mail) : Controller
{
    [HttpGet("register")]
    public IActionResult Show(string? returnUrl) => Page(new NewAccount { ReturnUrl = returnUrl });

    [HttpPost("register")]
    public async Task<IActionResult> Register(NewAccount form)
    {
        if (HttpContext.FormWasRefused() || !ModelState.IsValid)
        {
            return Page(form);
        }

        var user = new ApplicationUser { UserName = form.Email, Email = form.Email, DisplayName = form.Name };
        if (await users.FindByEmailAsync(form.Email!) is { } present)
        {
            if (present.EmailConfirmed)
            {
                await mail.SendResetAsync(HttpContext, present, form.ReturnUrl); // its owner forgot, and gets in; a stranger learns nothing
                return LookIntoMail();
            }

            await users.DeleteAsync(present); // nobody proved that this address is theirs: the last one to register may try
        }

        var result = await users.CreateAsync(user, form.Password!);
        if (!result.Succeeded)
        {
            ModelState.AddModelError("", PeopleFaults.Of(result));
            return Page(form);
        }

        await mail.SendConfirmationAsync(HttpContext, user, form.ReturnUrl);
        return LookIntoMail();
    }

    [HttpGet("confirm")]
    public async Task<IActionResult> Confirm(string? id, string? token, string? returnUrl) => Say(
        id is not null && await users.FindByIdAsync(id) is { } user && (await users.ConfirmEmailAsync(user, AccountMail.Decode(token))).Succeeded
            ? new Message("Your address is confirmed", "You can sign in now.", returnUrl)
            : new Message("This link is no longer good", "Sign in, and another mail is sent if it is needed.", returnUrl));

    private ViewResult LookIntoMail() =>
        Say(new Message("Look into your mail", "Follow the link there; it is good for a day. This page can be closed.", ReturnUrl: null, CanSignIn: false));

    private ViewResult Say(Message message) => View("~/Views/Attesto/Account/Message.cshtml", message);

    private ViewResult Page(NewAccount form) => View("~/Views/Attesto/Account/Register.cshtml", form);
}

/// <summary>What the page shows and sends.</summary>
public sealed class NewAccount
{
    [Required(ErrorMessage = PeopleFaults.Missing), EmailAddress(ErrorMessage = PeopleFaults.NoAddress), StringLength(256, ErrorMessage = PeopleFaults.TooLong)]
    public string? Email { get; set; }

    [Required(ErrorMessage = PeopleFaults.Missing), StringLength(256, ErrorMessage = PeopleFaults.TooLong)]
    public string? Name { get; set; }

    [Required(ErrorMessage = PeopleFaults.Missing), StringLength(256, ErrorMessage = PeopleFaults.TooLong)]
    public string? Password { get; set; }

    public string? ReturnUrl { get; set; }
}

/// <summary>A page that says something.</summary>
public sealed record Message(string Title, string Text, string? ReturnUrl, bool CanSignIn = true);
