using System.Globalization;
using System.Security.Claims;
using Attesto;
using HostNamespace.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace PoliciesNamespace;

/// <summary>The session of a person at this server: Identity's cookie, and a row in the database without which it counts for nothing. What the protocol wants to
/// know stands in the properties of the cookie: its claims are made anew whenever Identity checks the security stamp.</summary>
public static class BrowserSession
{
    public static readonly string Scheme = IdentityConstants.ApplicationScheme;

    /// <summary>The <c>acr</c> of a sign-in with a second factor or a passkey. A password alone has none.</summary>
    public const string SecondFactor = "mfa";

    private const string AuthTime = "auth_time";
    private const string Methods = "amr";
    private const string SessionId = "sid";

    /// <summary>The cookie is out of reach for scripts, for forms of other sites, and for sibling hosts (RFC 6265bis §4.1.3.2). Only Development may be plain http.</summary>
    public static void Configure(CookieAuthenticationOptions options, bool isDevelopment)
    {
        options.Cookie.Name = isDevelopment ? "attesto-session" : "__Host-attesto-session";
        options.Cookie.SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.HttpOnly = true;
        options.Cookie.Path = "/";
        options.LoginPath = "/signin";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnSigningIn = BeginAsync;
    }

    /// <summary>Says by which methods the sign-in that follows is made (RFC 8176).</summary>
    public static void Say(HttpContext http, params string[] methods) => http.Items[Methods] = methods;

    /// <summary>Who is there, or null: the account still exists, may sign in, and has the security stamp that it had.</summary>
    public static async Task<SignInOutcome.Authenticated?> FindAsync(HttpContext http)
    {
        var ticket = await http.AuthenticateAsync(Scheme);
        if (ticket.Properties?.Items.TryGetValue(AuthTime, out var at) is not true || await FindUserAsync(http, ticket.Principal) is not { } user)
        {
            return null;
        }

        var methods = ticket.Properties.Items[Methods]?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new SignInOutcome.Authenticated(user.Id)
        {
            AuthTime = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(at!, CultureInfo.InvariantCulture)),
            Acr = methods.Contains(SecondFactor) ? SecondFactor : null,
            Amr = [.. methods],
            DisplayName = user.DisplayName ?? user.UserName,
            SessionId = ticket.Properties.Items[SessionId],
            SecurityStamp = StampOf(user),
        };
    }

    /// <summary>The account of a cookie, or null.</summary>
    public static async Task<ApplicationUser?> FindUserAsync(HttpContext http, ClaimsPrincipal? principal)
    {
        var signIn = http.RequestServices.GetRequiredService<SignInManager<ApplicationUser>>();
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return await signIn.ValidateSecurityStampAsync(principal) is { } user && await signIn.CanSignInAsync(user) && !user.IsClosedAt(now) ? user : null;
    }

    /// <summary>What changes with the password, the second factor and "sign out everywhere": grants with another one have ended.</summary>
    public static string StampOf(ApplicationUser user) => TokenHash.Of($"security_stamp\n{user.SecurityStamp}").Value;

    /// <summary>Ends the session of this browser.</summary>
    public static Task EndAsync(HttpContext http) => http.SignOutAsync(Scheme);

    /// <summary>Ends the session with this <c>sid</c>, whichever browser has it.</summary>
    public static Task EndAsync(HttpContext http, string sessionId) =>
        http.RequestServices.GetRequiredService<IServerSideSessionStore>().EndAllAsync(sessionId, subject: null, CancellationToken.None);

    // Runs whenever Identity writes its cookie. RefreshSignInAsync is no sign-in: it keeps the properties.
    private static async Task BeginAsync(CookieSigningInContext context)
    {
        var items = context.Properties.Items;
        if (items.ContainsKey(AuthTime))
        {
            return;
        }

        var present = await context.HttpContext.AuthenticateAsync(Scheme);
        var isSamePerson = present.Principal is { } person && IdOf(person) == IdOf(context.Principal!);
        var now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        items[AuthTime] = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        items[Methods] = string.Join(' ', context.HttpContext.Items[Methods] as string[] ?? []);
        items[SessionId] = isSamePerson && present.Properties!.Items.TryGetValue(SessionId, out var kept) ? kept : Secret.NewId(); // clients know the session by it
    }

    private static string? IdOf(ClaimsPrincipal person) => person.FindFirstValue(ClaimTypes.NameIdentifier);
}
