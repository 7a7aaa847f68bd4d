using System.Text;
using Attesto;
using HostNamespace.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace HostNamespace.People;

/// <summary>The mails about an account. Their links begin with the issuer, never with what a request says its host is: a stranger's host would get the token.</summary>
public sealed class AccountMail(UserManager<ApplicationUser> users, IEmailSender<ApplicationUser> mail, LinkGenerator links, EndpointUrls urls)
{
    public async Task SendConfirmationAsync(HttpContext http, ApplicationUser user, string? returnUrl)
    {
        var token = Encode(await users.GenerateEmailConfirmationTokenAsync(user));
        await mail.SendConfirmationLinkAsync(user, user.Email!, Link(http, "Confirm", "Register", new { user.Id, token, returnUrl }));
    }

    public async Task SendResetAsync(HttpContext http, ApplicationUser user, string? returnUrl)
    {
        var token = Encode(await users.GeneratePasswordResetTokenAsync(user));
        await mail.SendPasswordResetLinkAsync(user, user.Email!, Link(http, "Reset", "Password", new { user.Id, token, returnUrl }));
    }

    /// <summary>The token of a link, or nothing that any account accepts.</summary>
    public static string Decode(string? token)
    {
        try
        {
            return Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(token ?? ""));
        }
        catch (FormatException)
        {
            return "";
        }
    }

    private static string Encode(string token) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(token));

    private string Link(HttpContext http, string action, string controller, object values) =>
        new Uri(new Uri(urls.Issuer), links.GetPathByAction(http, action, controller, values)!).AbsoluteUri;
}
