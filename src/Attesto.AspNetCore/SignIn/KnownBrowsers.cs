using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Which browsers have signed in with a name before: a sealed cookie says so (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). It lets
/// nobody in; it only keeps the allowance of its owner apart from everybody else's.</summary>
internal sealed class KnownBrowsers(IDataProtectionProvider protection, OAuthTransport transport)
{
    private const string Cookie = "attesto-browser";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private readonly ITimeLimitedDataProtector _seal = protection.CreateProtector("Attesto.KnownBrowser.v1").ToTimeLimitedDataProtector();

    /// <summary>The browser's identifier, if it is known for the name.</summary>
    public string? Find(HttpContext http, TokenHash name)
    {
        if (http.Request.Cookies[NameIn(http)] is not { } cookie)
        {
            return null;
        }

        try
        {
            return _seal.Unprotect(cookie).Split(' ') is [var browser, var known] && known == name.Value ? browser : null;
        }
        catch (CryptographicException)
        {
            return null; // forged, too old, or made with keys that are gone: a browser like any other
        }
    }

    public void Remember(HttpContext http, TokenHash name) =>
        http.Response.Cookies.Append(NameIn(http), _seal.Protect($"{Find(http, name) ?? Secret.NewId()} {name.Value}", Lifetime), new CookieOptions
        {
            HttpOnly = true,
            Secure = IsHttps(http),
            SameSite = SameSiteMode.Lax,
            Path = "/",
            MaxAge = Lifetime,
            IsEssential = true,
        });

    private string NameIn(HttpContext http) => IsHttps(http) ? $"__Host-{Cookie}" : Cookie;

    private bool IsHttps(HttpContext http) => transport.Lift(http).IsHttps;
}
