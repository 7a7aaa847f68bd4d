using Attesto;
using Attesto.AspNetCore;
using HostNamespace.Data;
using HostNamespace.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace HostNamespace.Controllers;

/// <summary>Accounts at other providers that an account is connected to.</summary>
[Route("account/logins"), AttestoPage]
public sealed class LoginsController(SignInManager<ApplicationUser> signIn, IAuthorizationTerminator authorizations, TimeProvider clock)
    : AccountStep(signIn, authorizations, clock)
{
    [HttpPost]
    public Task<IActionResult> Connect(string? provider) => ActAsync(async user =>
        (await SignInManager.GetExternalAuthenticationSchemesAsync()).All(known => known.Name != provider)
            ? await PageAsync(user)
            : Challenge(SignInManager.ConfigureExternalAuthenticationProperties(provider, Url.Action("Returned"), user.Id), provider!));

    [HttpGet]
    public Task<IActionResult> Returned() => ActAsync(async user =>
    {
        if (await SignInManager.GetExternalLoginInfoAsync(user.Id) is not { } login) // begun by this very person
        {
            return await PageAsync(user, "The other provider did not sign you in.");
        }

        var key = ProviderAccounts.KeyOf(login);
        return await DoneAsync(user, user.SecurityStamp, await Users.AddLoginAsync(user, new UserLoginInfo(login.LoginProvider, key, login.ProviderDisplayName)));
    });

    [HttpPost("remove")]
    public Task<IActionResult> Disconnect(string? provider, string? key) => ActAsync(async user =>
    {
        var isLastWayIn = !await Users.HasPasswordAsync(user) && (await Users.GetPasskeysAsync(user)).Count == 0 && (await Users.GetLoginsAsync(user)).Count <= 1;
        return isLastWayIn
            ? await PageAsync(user, "This is the last way into your account. Set a password or add a passkey first.")
            : await DoneAsync(user, user.SecurityStamp, await Users.RemoveLoginAsync(user, provider ?? "", key ?? ""));
    });
}
