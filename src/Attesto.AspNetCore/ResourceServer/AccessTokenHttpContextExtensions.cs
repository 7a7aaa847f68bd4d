using Attesto;
using Attesto.AspNetCore;

namespace Microsoft.AspNetCore.Http;

/// <summary>What an action reads about the request that the bearer scheme authenticated.</summary>
public static class AccessTokenHttpContextExtensions
{
    /// <summary>The verified access token: subject, client, scope, binding and every claim.</summary>
    /// <param name="http">The request.</param>
    /// <returns>The token, or null if the request was not authenticated by one.</returns>
    public static VerifiedAccessToken? GetAccessToken(this HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Features.Get<AuthenticatedRequest>()?.Token;
    }

    /// <summary>The host's own object for the subject, from its <see cref="IPrincipalLoader"/>.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="http">The request.</param>
    /// <returns>The object, or null if there is no loader or the request was not authenticated.</returns>
    public static T? GetPrincipal<T>(this HttpContext http)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Features.Get<AuthenticatedRequest>()?.Principal as T;
    }
}

/// <summary>What the scheme learned, kept with the request.</summary>
internal sealed record AuthenticatedRequest(VerifiedAccessToken Token, object? Principal);
