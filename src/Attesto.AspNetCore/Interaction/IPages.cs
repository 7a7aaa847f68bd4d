using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>The host's own pages for what the protocol shows to people. Each has a plain page of the server's, so implement only what differs.
/// A page is an <c>IActionResult</c> or an <c>IResult</c>; null takes the plain one.</summary>
public interface IPages
{
    /// <summary>The page where a person enters a device's user code, sees who asks, and decides (RFC 8628 §3.3). Its form posts <c>user_code</c>,
    /// <c>decision</c> (<c>approve</c> or <c>deny</c>), <c>confirmation</c> and the antiforgery token.</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="page">What to show.</param>
    /// <returns>The page, or null.</returns>
    object? DeviceVerification(HttpContext http, DeviceVerification page) => null;

    /// <summary>The page after a logout that names nowhere to go.</summary>
    /// <param name="http">The browser's request.</param>
    /// <returns>The page, or null.</returns>
    object? LoggedOut(HttpContext http) => null;

    /// <summary>The page for a request that nobody may be redirected with (RFC 6749 §4.1.2.1). It must show the same code.</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="page">What to show.</param>
    /// <returns>The page, or null.</returns>
    object? Error(HttpContext http, ErrorDetails page) => null;
}

/// <summary>The plain pages.</summary>
internal sealed class PlainPages : IPages;
