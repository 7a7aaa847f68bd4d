using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>GET and POST the page where a person enters a device's user code (RFC 8628 §3.3).</summary>
public sealed class DeviceVerificationEndpoint
{
    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken) =>
        Task.FromResult<IActionResult>(new StatusCodeResult(StatusCodes.Status501NotImplemented));
}
