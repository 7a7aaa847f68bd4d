using Attesto.Logout;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Ends the session of this browser. The host alone decides: a request with a hint, however well signed, proves nothing about who sits there.</summary>
public interface ILogoutPolicy
{
    /// <summary>Ends the session, or asks the person first (OpenID Connect RP-Initiated Logout §2).</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="request">Who asks for it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome; the response of <see cref="TerminationOutcome.Handled"/> is an <c>IActionResult</c> or an <c>IResult</c>.</returns>
    ValueTask<TerminationOutcome> TerminateAsync(HttpContext http, EndSessionRequest request, CancellationToken cancellationToken);
}

/// <summary>The session at one browser request, as the host's policy sees it.</summary>
internal sealed class HttpTermination(HttpContext http, ILogoutPolicy policy) : ISessionTermination
{
    public ValueTask<TerminationOutcome> TerminateAsync(EndSessionRequest request, CancellationToken cancellationToken) => policy.TerminateAsync(http, request, cancellationToken);
}
