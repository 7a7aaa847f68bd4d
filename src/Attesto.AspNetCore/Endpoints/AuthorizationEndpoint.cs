using System.Diagnostics;
using Attesto.Authorize;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>GET and POST the authorization endpoint (RFC 6749 §3.1).</summary>
public sealed class AuthorizationEndpoint
{
    private readonly AuthorizeService _service;
    private readonly HttpInteractions _interactions;
    private readonly SignInReturn _signInReturn;
    private readonly HeldRequestLimit _limit;
    private readonly OAuthTransport _transport;

    internal AuthorizationEndpoint(AuthorizeService service, HttpInteractions interactions, SignInReturn signInReturn, HeldRequestLimit limit, OAuthTransport transport) =>
        (_service, _interactions, _signInReturn, _limit, _transport) = (service, interactions, signInReturn, limit, transport);

    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public async Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        using var span = Telemetry.Begin(OAuthEndpoint.Authorization);
        var request = await _transport.ReadAsync(http, BodyFormat.Form, cancellationToken);
        span.About(request);
        if (CrossSiteForm.AsGet(http, request) is { } location)
        {
            return RedirectResponse.Of(http.Request, location);
        }

        // Too long for a URL, it is kept here, and the browser comes back with its cookies.
        var outcome = CrossSiteForm.Is(http, request) && _limit.TryTake(request.ClientIp)
            ? await _service.HoldAsync(request, kept => RedirectResponse.Of(http.Request, CrossSiteForm.UrlOf(http, SignInReturn.WayBackTo(kept))), cancellationToken)
            : await _service.HandleAsync(request with { IsReturn = _signInReturn.HasReturned(http) }, _interactions.For(http), cancellationToken);
        _transport.Publish(outcome.Events);
        switch (outcome.Answer)
        {
            case AuthorizeAnswer.Show(var error, var back):
                span.Fail(error);
                return _transport.Responses.Show(http, error, back);
            case AuthorizeAnswer.Respond(var response):
                return Deliver(http, response);
            case AuthorizeAnswer.TookOver(var response):
                return new HostResponse(response);
            default:
                throw new UnreachableException();
        }
    }

    private IActionResult Deliver(HttpContext http, AuthorizationResponse response) => response.Delivery is ResponseDelivery.FormPost
        ? FormPostPage.Of(response) ?? _transport.Responses.Show(http, OAuthError.InvalidRequest("the redirect_uri cannot be posted to"))
        : RedirectResponse.Of(http.Request, response.ToLocation());
}
