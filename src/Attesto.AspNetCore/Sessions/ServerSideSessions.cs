using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>Keeps the sessions of one cookie scheme on the server as well: what the cookie says counts only while its session does. Signing out ends it, so
/// a copied cookie is worth nothing afterwards; signing in makes a new one, so a planted cookie never becomes somebody's session.</summary>
internal sealed class ServerSideSessions(string scheme) : IPostConfigureOptions<CookieAuthenticationOptions>
{
    private const string Key = ".attesto.session"; // among the ticket's properties, which the cookie protects
    private const string Subject = "sub";
    private const string SessionId = "sid";

    /// <summary>The cookie scheme.</summary>
    public string Scheme => scheme;

    public void PostConfigure(string? name, CookieAuthenticationOptions options)
    {
        if (name != scheme)
        {
            return;
        }

        if (options.EventsType is not null)
        {
            throw new InvalidOperationException($"The cookie scheme {scheme} has an EventsType, which server-side sessions cannot join. Set its Events instead.");
        }

        var events = options.Events;
        var (signingIn, validating, sliding, signingOut) = (events.OnSigningIn, events.OnValidatePrincipal, events.OnCheckSlidingExpiration, events.OnSigningOut);
        events.OnSigningIn = async context =>
        {
            await signingIn(context);
            await BeginAsync(context);
        };
        events.OnValidatePrincipal = async context =>
        {
            await ValidateAsync(context);
            await validating(context);
        };
        events.OnCheckSlidingExpiration = async context =>
        {
            await sliding(context);
            await ExtendAsync(context);
        };
        events.OnSigningOut = async context =>
        {
            await signingOut(context);
            await EndAsync(context.HttpContext, await PresentAsync(context.HttpContext));
        };
    }

    private async Task BeginAsync(CookieSigningInContext context)
    {
        var (http, person) = (context.HttpContext, context.Principal!);
        var subject = person.FindFirstValue(Subject) ?? person.FindFirstValue(ClaimTypes.NameIdentifier)
            ?? throw new InvalidOperationException($"A session of {scheme} begins for nobody: the principal has neither {Subject} nor {ClaimTypes.NameIdentifier}.");
        var (replaced, key) = (await PresentAsync(http), Secret.New());
        context.Properties.Items[Key] = key;
        var now = context.Options.TimeProvider!.GetUtcNow();
        var until = context.Properties.ExpiresUtc ?? now + context.Options.ExpireTimeSpan;
        var session = new ServerSideSession(TokenHash.Of(key), subject, SessionIdOf(person, context.Properties), until) { BeganAt = now };
        await StoreOf(http).AddAsync(session, http.RequestAborted);
        await EndAsync(http, replaced);
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (KeyOf(context.Properties) is not { } key || !await StoreOf(http).IsLiveAsync(TokenHash.Of(key), http.RequestAborted))
        {
            context.RejectPrincipal();
        }
    }

    // The cookie slides seldom, once half of its time is over: that is when everything that hangs on the session moves on with it.
    private static async Task ExtendAsync(CookieSlidingExpirationContext context)
    {
        if (!context.ShouldRenew || KeyOf(context.Properties) is not { } key)
        {
            return;
        }

        var (http, until) = (context.HttpContext, context.Options.TimeProvider!.GetUtcNow() + context.Options.ExpireTimeSpan);
        await StoreOf(http).ExtendAsync(TokenHash.Of(key), until, http.RequestAborted);
        if (SessionIdOf(context.Principal, context.Properties) is { } sessionId && http.RequestServices.GetService<ILogoutSessionStore>() is { } clients)
        {
            await clients.ExtendAsync(sessionId, until, http.RequestAborted);
        }
    }

    // A claim, or among the properties: ASP.NET Core Identity makes the claims anew whenever it checks the security stamp.
    private static string? SessionIdOf(ClaimsPrincipal? person, AuthenticationProperties properties) =>
        person?.FindFirstValue(SessionId) ?? properties.GetString(SessionId);

    private async Task<string?> PresentAsync(HttpContext http) => KeyOf((await http.AuthenticateAsync(scheme)).Properties);

    private static Task EndAsync(HttpContext http, string? key) =>
        key is null ? Task.CompletedTask : StoreOf(http).EndAsync(TokenHash.Of(key), CancellationToken.None); // a browser that hangs up stays signed out

    private static string? KeyOf(AuthenticationProperties? properties) => properties?.Items.TryGetValue(Key, out var key) == true ? key : null;

    private static IServerSideSessionStore StoreOf(HttpContext http) => http.RequestServices.GetRequiredService<IServerSideSessionStore>();
}
