namespace Attesto.Lab.Policies;

/// <summary>The session of a person: the cookie <c>login</c>, whose value is the sub. When it began and its <c>sid</c> stand in <see cref="ILabSessions"/>.</summary>
public static class BrowserSession
{
    public const string Cookie = "login";

    /// <summary>Begins a session, or renews the present one of the same person.</summary>
    public static Task StartAsync(HttpContext http, Account account, DateTimeOffset now)
    {
        http.Response.Cookies.Append(Cookie, account.Subject, Options(http));
        return Sessions(http).RenewAsync(account.Subject, now, http.RequestAborted);
    }

    /// <summary>Who is there, or null.</summary>
    public static async Task<SignInOutcome.Authenticated?> FindAsync(HttpContext http) =>
        Who(http) is { } user ? (await Sessions(http).FindAsync(user.Sub, http.RequestAborted)).Of(user) : null;

    /// <summary>Expires the cookie and ends the session behind it.</summary>
    public static async Task EndAsync(HttpContext http)
    {
        if (Who(http) is { } user)
        {
            await Sessions(http).EndAsync(user.Sub, http.RequestAborted);
        }

        http.Response.Cookies.Delete(Cookie, Options(http));
    }

    /// <summary>Ends the session with this <c>sid</c>, whichever browser has it.</summary>
    public static Task EndAsync(HttpContext http, string sessionId) => Sessions(http).EndSessionAsync(sessionId, http.RequestAborted);

    // The cookie; for tools without cookies the hint in the query, unless people really sign in here.
    private static LabUser? Who(HttpContext http) =>
        http.RequestServices.GetRequiredService<LabFile>() is var lab && lab.Login is "auto"
            ? lab.Users[0]
            : lab.FindUser(http.Request.Cookies[Cookie]) ?? (lab.Login is "screen" ? null : lab.FindUser(http.Request.Query["login_hint"]));

    private static CookieOptions Options(HttpContext http) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/" };

    private static ILabSessions Sessions(HttpContext http) => http.RequestServices.GetRequiredService<ILabSessions>();
}
