using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The cookie in which the authorization server keeps who has signed in at it.</summary>
public static class AttestoSessionExtensions
{
    /// <summary>Adds a cookie scheme for the server's own session, beside the schemes of the host. A host with one scheme keeps it as its default:
    /// ASP.NET Core takes the only scheme for the default, and would have none once there are two.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="scheme">The name of the scheme. Nothing uses it by default but what names it.</param>
    /// <param name="configure">Sets the cookie.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddAttestoSession(this IServiceCollection services, string scheme, Action<CookieAuthenticationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddAuthentication().AddCookie(scheme, configure ?? (_ => { }));
        return services.PostConfigure<AuthenticationOptions>(options =>
        {
            if (options.DefaultScheme is null && options.Schemes.Where(other => other.Name != scheme).ToList() is [var only])
            {
                options.DefaultScheme = only.Name;
            }
        });
    }
}
