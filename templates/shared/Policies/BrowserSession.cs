using System.Globalization;
using System.Security.Claims;
using Attesto;
using Microsoft.AspNetCore.Authentication;

namespace PoliciesNamespace;

/// <summary>The session of a person at this server: a cookie that says who they are and when they proved it.</summary>
public static class BrowserSession
{
    public const string Scheme = "Attesto.Session";

    private const string Subject = "sub";
    private const string Name = "name";
    private const string AuthTime = "auth_time";
    private const string SessionId = "sid";

    /// <summary>Starts a new session. Its identifier is fresh, so a session planted before the sign-in is worth nothing.</summary>
    public static Task StartAsync(HttpContext http, Account account, DateTimeOffset now)
    {
        Claim[] claims =
        [
            new(Subject, account.Subject),
            new(Name, account.Name),
            new(AuthTime, now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
            new(SessionId, Secret.NewId()),
        ];
        return http.SignInAsync(Scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme, Name, roleType: null)));
    }

    /// <summary>Who is there, or null.</summary>
    public static async Task<SignInOutcome.Authenticated?> FindAsync(HttpContext http)
    {
        var person = (await http.AuthenticateAsync(Scheme)).Principal;
        return person?.FindFirstValue(Subject) is not { } subject ? null : new SignInOutcome.Authenticated(subject)
        {
            AuthTime = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(person.FindFirstValue(AuthTime)!, CultureInfo.InvariantCulture)),
            Amr = ["pwd"],
            SessionId = person.FindFirstValue(SessionId),
        };
    }

    public static Task EndAsync(HttpContext http) => http.SignOutAsync(Scheme);
}
