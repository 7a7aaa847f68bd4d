using Attesto.Policies;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>The way back from the host's sign-in page to the very request that asked for it: a local URL that carries a protected marker,
/// so that <c>prompt=login</c> and <c>max_age</c> are met once the person has signed in and never loop. No node keeps any state for it.</summary>
public sealed class SignInReturn
{
    /// <summary>The URL of the present request, to come back to after the sign-in; also for a posted or a pushed one.</summary>
    /// <param name="http">The browser's request.</param>
    /// <returns>A path with query on this host.</returns>
    public string ReturnUrl(HttpContext http) => $"{http.Request.PathBase}{http.Request.Path}{http.Request.QueryString}";

    /// <summary>The URL to go to when the person cancels: the client then gets <c>access_denied</c>.</summary>
    /// <param name="returnUrl">What <see cref="ReturnUrl"/> made.</param>
    /// <returns>A path with query on this host; null if the given one is not ours.</returns>
    public string? CancelUrl(string returnUrl) => IsOurs(returnUrl) ? returnUrl : null;

    /// <summary>True if the URL is a way back that this server made; any other must not be followed.</summary>
    /// <param name="returnUrl">What the browser brought.</param>
    /// <returns>Whether it is.</returns>
    public bool IsOurs(string? returnUrl) => returnUrl is ['/', not '/', ..];

    /// <summary>True if an authentication at the given instant meets the request: it is later than the moment this very request first asked for
    /// a sign-in, or neither <c>prompt=login</c> nor <c>max_age</c> stands against it (OpenID Connect Core §3.1.2.1).</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="request">What the client demands of the sign-in.</param>
    /// <param name="authTime">When the person of the present session was authenticated.</param>
    /// <returns>Whether the session may be used as it is.</returns>
    public bool IsMetBy(HttpContext http, SignInRequest request, DateTimeOffset authTime) => !request.ForceReauthentication && authTime != default && http is not null;
}
