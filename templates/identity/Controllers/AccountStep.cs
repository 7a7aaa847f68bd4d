using Attesto;
using HostNamespace.Data;
using HostNamespace.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using PoliciesNamespace;

namespace HostNamespace.Controllers;

/// <summary>What the parts of the account page share: whose it is, and that changes want a sign-in of late.</summary>
public abstract class AccountStep(SignInManager<ApplicationUser> signIn, IAuthorizationTerminator authorizations, TimeProvider clock) : Controller
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    protected SignInManager<ApplicationUser> SignInManager => signIn;

    protected UserManager<ApplicationUser> Users => signIn.UserManager;

    /// <summary>Acts for the person of the session; nobody, or an older session for a change, is sent to the sign-in page first.</summary>
    protected async Task<IActionResult> ActAsync(Func<ApplicationUser, Task<IActionResult>> act)
    {
        var isChange = HttpMethods.IsPost(Request.Method);
        if (await BrowserSession.FindAsync(HttpContext) is not { } session || await Users.FindByIdAsync(session.Subject) is not { } user
            || (isChange && clock.GetUtcNow() - session.AuthTime > Fresh))
        {
            return RedirectToAction("Show", "SignIn", new { returnUrl = Url.Action("Show", "Account") });
        }

        return isChange && HttpContext.FormWasRefused() ? await PageAsync(user) : await act(user);
    }

    /// <summary>Shows what came of a change. One that made the security stamp another ends every other session, and what applications were granted.</summary>
    protected async Task<IActionResult> DoneAsync(ApplicationUser user, string? stampBefore, IdentityResult result)
    {
        if (!result.Succeeded)
        {
            return await PageAsync(user, PeopleFaults.Of(result));
        }

        if (user.SecurityStamp != stampBefore)
        {
            await EndEverythingAsync(user);
            await signIn.RefreshSignInAsync(user); // but this browser stays
        }

        return RedirectToAction("Show", "Account");
    }

    /// <summary>Ends the person's sessions, what applications were granted, and tells them.</summary>
    protected Task EndEverythingAsync(ApplicationUser user) => authorizations.EndAsync(new GrantFilter { Subject = user.Id }, HttpContext.RequestAborted);

    protected async Task<IActionResult> PageAsync(ApplicationUser user, string? fault = null, IEnumerable<string>? recoveryCodes = null)
    {
        if (fault is not null)
        {
            ModelState.AddModelError("", fault);
        }

        var name = user.DisplayName ?? user.UserName!;
        return View("~/Views/Attesto/Account/Account.cshtml", new AccountPage(user, name)
        {
            HasPassword = await Users.HasPasswordAsync(user),
            Passkeys = [.. await Users.GetPasskeysAsync(user)],
            PasskeyOptions = await signIn.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity { Id = user.Id, Name = user.UserName!, DisplayName = name }),
            Logins = [.. await Users.GetLoginsAsync(user)],
            Providers = [.. await signIn.GetExternalAuthenticationSchemesAsync()],
            RecoveryCodes = [.. recoveryCodes ?? []],
        });
    }
}

/// <summary>What the account page shows.</summary>
public sealed record AccountPage(ApplicationUser User, string Name)
{
    public bool HasPassword { get; init; }

    public required IReadOnlyList<UserPasskeyInfo> Passkeys { get; init; }

    public required string PasskeyOptions { get; init; }

    public required IReadOnlyList<UserLoginInfo> Logins { get; init; }

    public required IReadOnlyList<AuthenticationScheme> Providers { get; init; }

    /// <summary>Shown once, when they are made.</summary>
    public required IReadOnlyList<string> RecoveryCodes { get; init; }
}
