using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Does this person let this client act for them? Without this policy nobody does.</summary>
public interface IConsentPolicy
{
    /// <summary>Asks whether the person agrees. The device page (RFC 8628 §3.3) asks it twice: what it may show, and whether the approval counts.</summary>
    /// <param name="http">The browser's request.</param>
    /// <param name="request">To what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome; the response of <see cref="ConsentOutcome.Handled"/> is an <c>IActionResult</c> or an <c>IResult</c>.</returns>
    ValueTask<ConsentOutcome> ConsentAsync(HttpContext http, ConsentRequest request, CancellationToken cancellationToken);
}
