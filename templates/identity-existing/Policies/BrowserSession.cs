#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
global using HostUser = UserTypeOfHost;
#if (explicitUsings)
using System;
using System.Linq;
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
using Microsoft.AspNetCore.Identity;

namespace PoliciesNamespace;

/// <summary>The session of a person at this host, as the protocol sees it: the cookie of ASP.NET Core Identity, and a row in the database without which it counts
/// for nothing. What the protocol wants to know stands in the properties of the cookie: its claims are made anew whenever Identity checks the security stamp.</summary>
public static class BrowserSession
{
    public static readonly string Scheme = IdentityConstants.ApplicationScheme;

    /// <summary>The <c>acr</c> of a sign-in with a second factor. A password alone has none.</summary>
    public const string SecondFactor = "mfa";

    private const string AuthTime = "auth_time";
    private const string Methods = "amr";
    private const string SessionId = "sid";

    /// <summary>Joins the events that the host has for its cookie.</summary>
    public static void Configure(CookieAuthenticationOptions options)
    {
        var before = options.Events.OnSigningIn;
        options.Events.OnSigningIn = async context =>
        {
            await BeginAsync(context);
            await before(context);
        };
    }

    /// <summary>Who is there, or null: the account still exists, may sign in, and has the security stamp that it had.</summary>
    public static async Task<SignInOutcome.Authenticated?> FindAsync(HttpContext http)
    {
        var signIn = http.RequestServices.GetRequiredService<SignInManager<HostUser>>();
        var ticket = await http.AuthenticateAsync(Scheme);
        if (ticket.Properties?.GetString(AuthTime) is not { } at // a cookie from before
            || await signIn.ValidateSecurityStampAsync(ticket.Principal) is not { } user || !await signIn.CanSignInAsync(user))
        {
            return null;
        }

        var methods = ticket.Properties.GetString(Methods)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new SignInOutcome.Authenticated(await signIn.UserManager.GetUserIdAsync(user))
        {
            AuthTime = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(at, CultureInfo.InvariantCulture)),
            Acr = methods.Contains(SecondFactor) ? SecondFactor : null,
            Amr = [.. methods],
            DisplayName = await signIn.UserManager.GetUserNameAsync(user),
            SessionId = ticket.Properties.GetString(SessionId),
            SecurityStamp = await StampOfAsync(signIn.UserManager, user),
        };
    }

    /// <summary>What changes with the password and the second factor: grants with another one have ended.</summary>
    public static async Task<string> StampOfAsync(UserManager<HostUser> users, HostUser user) =>
        TokenHash.Of($"security_stamp\n{await users.GetSecurityStampAsync(user)}").Value;

    /// <summary>Ends the session of this browser.</summary>
    public static Task EndAsync(HttpContext http) => http.SignOutAsync(Scheme);

    /// <summary>Ends the session with this <c>sid</c>, whichever browser has it.</summary>
    public static Task EndAsync(HttpContext http, string sessionId) =>
        http.RequestServices.GetRequiredService<IServerSideSessionStore>().EndAllAsync(sessionId, subject: null, CancellationToken.None);

    // Runs whenever Identity writes its cookie. RefreshSignInAsync is no sign-in: it keeps the properties.
    private static async Task BeginAsync(CookieSigningInContext context)
    {
        if (context.Properties.GetString(AuthTime) is not null)
        {
            return;
        }

        var present = await context.HttpContext.AuthenticateAsync(Scheme);
        var isSamePerson = present.Principal is { } person && IdOf(person) == IdOf(context.Principal!);
        var now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        context.Properties.SetString(AuthTime, now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        context.Properties.SetString(Methods, string.Join(' ', context.Principal!.FindAll(Methods).Select(method => method.Value)));
        context.Properties.SetString(SessionId, (isSamePerson ? present.Properties!.GetString(SessionId) : null) ?? Secret.NewId()); // clients know the session by it
    }

    private static string? IdOf(ClaimsPrincipal person) => person.FindFirstValue(ClaimTypes.NameIdentifier);
}
