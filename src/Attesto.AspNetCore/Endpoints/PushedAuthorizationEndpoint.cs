using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>POST the pushed authorization request endpoint (RFC 9126 §2).</summary>
public sealed class PushedAuthorizationEndpoint
{
    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken) =>
        Task.FromResult<IActionResult>(new StatusCodeResult(StatusCodes.Status501NotImplemented));
}
