using Attesto;
using Attesto.AspNetCore;
using HostNamespace.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Controllers;

/// <summary>A person's own account: password, sessions, the end of it.</summary>
[Route("account"), AttestoPage]
public sealed class AccountController(SignInManager<ApplicationUser> signIn, IAuthorizationTerminator authorizations, TimeProvider clock)
    : AccountStep(signIn, authorizations, clock)
{
    [HttpGet]
    public Task<IActionResult> Show() => ActAsync(user => PageAsync(user));

    [HttpPost("password")]
    public Task<IActionResult> Password(string? current, string? next) => ActAsync(async user => await DoneAsync(user, user.SecurityStamp, await Users.HasPasswordAsync(user)
        ? await Users.ChangePasswordAsync(user, current ?? "", next ?? "")
        : await Users.AddPasswordAsync(user, next ?? "")));

    [HttpPost("everywhere")]
    public Task<IActionResult> SignOutEverywhere() => ActAsync(async user => await DoneAsync(user, user.SecurityStamp, await Users.UpdateSecurityStampAsync(user)));

    [HttpPost("close")]
    public Task<IActionResult> Close() => ActAsync(async user =>
    {
        await EndEverythingAsync(user);
        await Users.DeleteAsync(user);
        await SignInManager.SignOutAsync();
        return View("~/Views/Attesto/Account/Message.cshtml", new Message("Your account is closed", "This page can be closed.", ReturnUrl: null, CanSignIn: false));
    });
}
