using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>POST the device authorization endpoint (RFC 8628 §3.1).</summary>
public sealed class DeviceAuthorizationEndpoint
{
    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken) =>
        Task.FromResult<IActionResult>(new StatusCodeResult(StatusCodes.Status501NotImplemented));
}
