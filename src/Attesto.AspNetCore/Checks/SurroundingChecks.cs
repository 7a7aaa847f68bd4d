using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>What stands around the server outside Development: the cookie of its sessions, and the proxies before it.</summary>
internal static class SurroundingChecks
{
    private const int WidestRange = 8; // bits of an IPv4 range that one owner can have

    private static readonly ServerCheck Secure = new(
        "cookies.secure", CheckSeverity.Warning, "RFC 6265 §4.1.2.5", "The session cookie travels over TLS alone.", "Set Cookie.SecurePolicy to Always.");

    private static readonly ServerCheck HttpOnly = new(
        "cookies.http-only", CheckSeverity.Warning, "RFC 6265 §4.1.2.6", "No script reads the session cookie.", "Set Cookie.HttpOnly to true.");

    private static readonly ServerCheck SameSite = new(
        "cookies.same-site", CheckSeverity.Warning, "RFC 9700 §4.7", "Another site's forms do not carry the session cookie.", "Set Cookie.SameSite to Lax.");

    private static readonly ServerCheck HostPrefix = new(
        "cookies.host-prefix",
        CheckSeverity.Warning,
        "RFC 6265bis §4.1.3.2",
        "No sibling host plants a session cookie.",
        "Let Cookie.Name begin with __Host-, Path be / and Domain be unset.");

    private static readonly ServerCheck NoProxy = new(
        "proxies.none",
        CheckSeverity.Warning,
        "RFC 6749 §3.1",
        "Somebody terminates TLS: this host, or a proxy that it trusts.",
        "Name the proxy in Attesto:TrustedProxies, or listen on https.");

    private static readonly ServerCheck Wide = new(
        "proxies.wide", CheckSeverity.Warning, "RFC 7239 §8.1", "Only proxies of your own are believed.", "Narrow the range in Attesto:TrustedProxies.");

    private static readonly ServerCheck Certificates = new(
        "proxies.certificate",
        CheckSeverity.Warning,
        "RFC 9440 §2",
        "A certificate in a header comes from a proxy that is trusted.",
        "Name the proxy in Attesto:TrustedProxies.");

    private static readonly ServerCheck Loopback = new(
        "issuer.loopback",
        CheckSeverity.Warning,
        "RFC 8414 §2",
        "The issuer is a name that clients can reach.",
        "Set Attesto:Issuer to the URL that clients use.");

    /// <summary>The checks.</summary>
    public static IEnumerable<ServerCheck> All => [Secure, HttpOnly, SameSite, HostPrefix, NoProxy, Wide, Certificates, Loopback];

    /// <summary>What is not as it must be. In Development nothing is.</summary>
    public static IEnumerable<Finding> Find(AttestoOptions options, AttestoHttpOptions http, IServiceProvider services) =>
        services.GetService<IHostEnvironment>()?.IsDevelopment() != false
            ? []
            : [.. FindCookies(services), .. FindProxies(options, http, [.. HostAddress.Told(services)])];

    private static IEnumerable<Finding> FindCookies(IServiceProvider services)
    {
        var schemes = services.GetServices<IPostConfigureOptions<CookieAuthenticationOptions>>().OfType<ServerSideSessions>().Select(sessions => sessions.Scheme);
        foreach (var (scheme, cookie) in schemes.Select(scheme => (scheme, services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(scheme).Cookie)))
        {
            if (cookie.SecurePolicy is not CookieSecurePolicy.Always)
            {
                yield return Secure.Found($"The cookie of the scheme {scheme} may travel in clear text: its SecurePolicy is {cookie.SecurePolicy}");
            }

            if (!cookie.HttpOnly)
            {
                yield return HttpOnly.Found($"Scripts can read the cookie of the scheme {scheme}");
            }

            if (cookie.SameSite is SameSiteMode.None or SameSiteMode.Unspecified)
            {
                yield return SameSite.Found($"Requests that other sites make carry the cookie of the scheme {scheme}: its SameSite is {cookie.SameSite}");
            }

            if (cookie.Name?.StartsWith("__Host-", StringComparison.Ordinal) != true || cookie.Domain is not null)
            {
                yield return HostPrefix.Found($"A sibling host can plant the cookie \"{cookie.Name}\" of the scheme {scheme}");
            }
        }
    }

    private static IEnumerable<Finding> FindProxies(AttestoOptions options, AttestoHttpOptions http, string[] told)
    {
        var proxies = new TrustedProxies(http.TrustedProxies);
        if (options.RequireHttps && http.TrustedProxies.Count == 0 && told.Length > 0 && told.All(url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)))
        {
            yield return NoProxy.Found($"The host listens on {string.Join(' ', told)} only and trusts no proxy, so every request is refused for want of TLS");
        }

        foreach (var range in proxies.Networks.Where(network => network.PrefixLength < WidestRange))
        {
            yield return Wide.Found($"Attesto:TrustedProxies has the range {range}: strangers in it may claim any address, host and certificate");
        }

        if (options.Mtls is { Enabled: true, ForwardedCertificateHeader: not null } && http.TrustedProxies.Count == 0)
        {
            yield return Certificates.Found(
                $"Attesto:Mtls:ForwardedCertificateHeader is set and no proxy is trusted, so the header {options.Mtls.ForwardedCertificateHeader} never counts");
        }

        if (Uri.TryCreate(options.Issuer, UriKind.Absolute, out var issuer) && issuer.IsLoopback)
        {
            yield return Loopback.Found($"Attesto:Issuer is {options.Issuer}, which means another machine to everybody else");
        }
    }
}
