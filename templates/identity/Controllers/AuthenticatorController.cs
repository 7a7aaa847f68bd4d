using Attesto;
using Attesto.AspNetCore;
using HostNamespace.Data;
using HostNamespace.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using QRCoder;

namespace HostNamespace.Controllers;

/// <summary>The second factor of an account: an authenticator that shows codes (RFC 6238), and recovery codes for when it is lost.</summary>
[Route("account/authenticator"), AttestoPage]
public sealed class AuthenticatorController(
    SignInManager<ApplicationUser> signIn, IAuthorizationTerminator authorizations, TimeProvider clock, OneTimeCodes codes, EndpointUrls urls)
    : AccountStep(signIn, authorizations, clock)
{
    private const int RecoveryCodes = 10;

    [HttpGet]
    public Task<IActionResult> Show() => ActAsync(SetUpAsync);

    [HttpPost]
    public Task<IActionResult> SwitchOn(string? code, CancellationToken cancellationToken) => ActAsync(async user =>
    {
        var digits = (code ?? "").Replace(" ", "", StringComparison.Ordinal);
        if (!await codes.TryUseAsync(user, digits, cancellationToken) || !await Users.VerifyTwoFactorTokenAsync(user, Users.Options.Tokens.AuthenticatorTokenProvider, digits))
        {
            ModelState.AddModelError("", "The code is wrong, or was used before.");
            return await SetUpAsync(user);
        }

        var before = user.SecurityStamp;
        var made = await Users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes);
        await DoneAsync(user, before, await Users.SetTwoFactorEnabledAsync(user, true));
        return await PageAsync(user, recoveryCodes: made);
    });

    [HttpPost("recovery-codes")]
    public Task<IActionResult> NewRecoveryCodes() => ActAsync(async user =>
        await PageAsync(user, recoveryCodes: await Users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes)));

    [HttpPost("off")]
    public Task<IActionResult> SwitchOff() => ActAsync(async user =>
    {
        var before = user.SecurityStamp;
        await Users.SetTwoFactorEnabledAsync(user, false);
        return await DoneAsync(user, before, await Users.ResetAuthenticatorKeyAsync(user)); // the old device is worth nothing from now on
    });

    private async Task<IActionResult> SetUpAsync(ApplicationUser user)
    {
        if (await Users.GetAuthenticatorKeyAsync(user) is not { } key)
        {
            var before = user.SecurityStamp;
            await DoneAsync(user, before, await Users.ResetAuthenticatorKeyAsync(user));
            key = (await Users.GetAuthenticatorKeyAsync(user))!;
        }

        var (host, name) = (new Uri(urls.Issuer).Host, Uri.EscapeDataString(user.UserName!));
        var uri = $"otpauth://totp/{host}:{name}?secret={key}&issuer={host}&digits=6";
        using var picture = new SvgQRCode(QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M));
        return View("~/Views/Attesto/Account/Authenticator.cshtml", new AuthenticatorPage(
            string.Join(' ', key.Chunk(4).Select(four => new string(four))), uri, picture.GetGraphic(4, "#000000", "#ffffff", true, SvgQRCode.SizingMode.ViewBoxAttribute)));
    }
}

/// <summary>What the page shows: the key in groups of four, the same for an application on this device, and for one with a camera.</summary>
public sealed record AuthenticatorPage(string Key, string Uri, string Picture);
