using Attesto;
using Attesto.AspNetCore;
using HostNamespace.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace HostNamespace.Controllers;

/// <summary>The passkeys of an account.</summary>
[Route("account/passkeys"), AttestoPage]
public sealed class PasskeysController(SignInManager<ApplicationUser> signIn, IAuthorizationTerminator authorizations, TimeProvider clock)
    : AccountStep(signIn, authorizations, clock)
{
    private const int LongestName = 64;

    [HttpPost]
    public Task<IActionResult> Add(string? credential, string? name) => ActAsync(async user =>
    {
        if (string.IsNullOrEmpty(credential) || await AttestAsync(credential) is not { Succeeded: true } made || made.UserEntity.Id != user.Id)
        {
            return await PageAsync(user, "The passkey was not accepted. Please try again.");
        }

        made.Passkey.Name = name?.Length is > 0 and <= LongestName ? name : null;
        return await DoneAsync(user, user.SecurityStamp, await Users.AddOrUpdatePasskeyAsync(user, made.Passkey));
    });

    [HttpPost("remove")]
    public Task<IActionResult> Remove(string? id) => ActAsync(async user =>
    {
        var before = user.SecurityStamp;
        var result = await Users.RemovePasskeyAsync(user, DecodeId(id));
        return await DoneAsync(user, before, result.Succeeded ? await Users.UpdateSecurityStampAsync(user) : result); // Identity would leave the stamp as it is
    });

    private async Task<PasskeyAttestationResult?> AttestAsync(string credential)
    {
        try
        {
            return await SignInManager.PerformPasskeyAttestationAsync(credential);
        }
        catch (InvalidOperationException)
        {
            return null; // the page was open for too long, or another one took its place
        }
    }

    private static byte[] DecodeId(string? id)
    {
        try
        {
            return WebEncoders.Base64UrlDecode(id ?? "");
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
