#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
#endif
using System.Globalization;
using System.Security.Claims;
using Attesto;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace PoliciesNamespace;

/// <summary>The session of a person at this server: a cookie that says who they are and when they proved it, and a row in the database without which it
/// counts for nothing.</summary>
public static class BrowserSession
{
    public const string Scheme = "Attesto.Session";

    private const string Subject = "sub";
    private const string Name = "name";
    private const string AuthTime = "auth_time";
    private const string SessionId = "sid";

    /// <summary>The cookie is out of reach for scripts, for forms of other sites, and for sibling hosts (RFC 6265bis §4.1.3.2). Only Development may be plain http.</summary>
    public static void Configure(CookieAuthenticationOptions options, bool isDevelopment)
    {
        options.Cookie.Name = isDevelopment ? "attesto-session" : "__Host-attesto-session";
        options.Cookie.SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.HttpOnly = true;
        options.Cookie.Path = "/";
    }

    /// <summary>Starts a session. The cookie is a new one, so one that was planted before is worth nothing; but a person who only signs in again keeps the
    /// <c>sid</c>, by which clients know the session.</summary>
    public static async Task StartAsync(HttpContext http, Account account, DateTimeOffset now)
    {
        var present = await FindAsync(http);
        Claim[] claims =
        [
            new(Subject, account.Subject),
            new(Name, account.Name),
            new(AuthTime, now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
            new(SessionId, present?.Subject == account.Subject ? present.SessionId! : Secret.NewId()),
        ];
        await http.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme, Name, roleType: null)));
    }

    /// <summary>Who is there, or null.</summary>
    public static async Task<SignInOutcome.Authenticated?> FindAsync(HttpContext http)
    {
        var person = (await http.AuthenticateAsync(Scheme)).Principal;
        return person?.FindFirstValue(Subject) is not { } subject ? null : new SignInOutcome.Authenticated(subject)
        {
            AuthTime = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(person.FindFirstValue(AuthTime)!, CultureInfo.InvariantCulture)),
            Amr = ["pwd"],
            DisplayName = person.FindFirstValue(Name),
            SessionId = person.FindFirstValue(SessionId),
        };
    }

    /// <summary>Ends the session of this browser.</summary>
    public static Task EndAsync(HttpContext http) => http.SignOutAsync(Scheme);

    /// <summary>Ends the session with this <c>sid</c>, whichever browser has it.</summary>
    public static Task EndAsync(HttpContext http, string sessionId) =>
        http.RequestServices.GetRequiredService<IServerSideSessionStore>().EndAllAsync(sessionId, subject: null, CancellationToken.None);
}
