using System.Diagnostics;
using Attesto.Authorize;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>GET and POST the authorization endpoint (RFC 6749 §3.1).</summary>
/// <param name="service">The protocol.</param>
/// <param name="interactions">The host's policies around this browser.</param>
/// <param name="transport">What every endpoint does around its call.</param>
public sealed class AuthorizationEndpoint(AuthorizeService service, HttpInteractions interactions, OAuthTransport transport)
{
    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public async Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        using var span = Telemetry.Begin(Endpoint.Authorization);
        var request = await transport.ReadAsync(http, BodyFormat.Form, cancellationToken);
        span.About(request);
        if (CrossSiteForm.AsGet(http, request) is { } location)
        {
            return RedirectResponse.Of(http.Request, location);
        }

        var outcome = await service.HandleAsync(request, interactions.For(http), cancellationToken);
        transport.Publish(outcome.Events);
        switch (outcome.Answer)
        {
            case AuthorizeAnswer.Show(var error):
                span.Fail(error);
                return transport.Responses.Show(http, error);
            case AuthorizeAnswer.Respond(var response):
                return Deliver(http, response);
            case AuthorizeAnswer.TookOver(var response):
                return new HostResponse(response);
            default:
                throw new UnreachableException();
        }
    }

    private IActionResult Deliver(HttpContext http, AuthorizationResponse response) => response.Delivery is ResponseDelivery.FormPost
        ? FormPostPage.Of(response) ?? transport.Responses.Show(http, OAuthError.InvalidRequest("the redirect_uri cannot be posted to"))
        : RedirectResponse.Of(http.Request, response.ToLocation());
}
