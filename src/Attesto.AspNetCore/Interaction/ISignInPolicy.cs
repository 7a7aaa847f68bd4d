using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Who is at this browser? The host answers from its own session, or takes the response over to show its sign-in page.</summary>
public interface ISignInPolicy
{
    /// <summary>Asks who is there. With <see cref="SignInRequest.Interactive"/> false no page may be shown.</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="request">What the client demands of the sign-in (OpenID Connect Core §3.1.2.1).</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome; the response of <see cref="SignInOutcome.Handled"/> is an <c>IActionResult</c> or an <c>IResult</c>.</returns>
    ValueTask<SignInOutcome> SignInAsync(HttpContext http, SignInRequest request, CancellationToken cancellationToken);
}
