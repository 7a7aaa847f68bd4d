using System.Diagnostics;
using Attesto.Authorize;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>GET and POST the authorization endpoint (RFC 6749 §3.1).</summary>
public sealed class AuthorizationEndpoint : ServerEndpoint
{
    private readonly AuthorizeService _service;
    private readonly HttpInteractions _interactions;
    private readonly SignInReturn _signInReturn;
    private readonly PendingRequestLimit _limit;

    internal AuthorizationEndpoint(
        AuthorizeService service, HttpInteractions interactions, SignInReturn signInReturn, PendingRequestLimit limit, EndpointExchange exchange)
        : base(exchange) =>
        (_service, _interactions, _signInReturn, _limit) = (service, interactions, signInReturn, limit);

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.Authorization;

    internal override async Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken)
    {
        if (CrossSiteForm.AsGet(http, request) is { } location)
        {
            return new(RedirectResponse.Of(http.Request, location));
        }

        // Too long for a URL, it is kept here, and the browser comes back with its cookies.
        var outcome = CrossSiteForm.Is(http, request) && _limit.TryTake(request.ClientIp)
            ? await _service.KeepAsync(request, kept => RedirectResponse.Of(http.Request, CrossSiteForm.UrlOf(http, SignInReturn.WayBackTo(kept))), cancellationToken)
            : await _service.HandleAsync(request with { IsReturn = _signInReturn.HasReturned(http) }, _interactions.For(http), cancellationToken);
        Publish(outcome.Events);
        return outcome.Answer switch
        {
            AuthorizeAnswer.Show(var error, var back) => new(Responses.Show(http, error, back)) { Error = error },
            AuthorizeAnswer.Respond(var response) => Deliver(http, response),
            AuthorizeAnswer.Handled(var response) => new(new HostResponse(response)),
            _ => throw new UnreachableException(),
        };
    }

    internal override void Deny(OAuthRequest request, OAuthError error) =>
        Publish([AuthorizationEvents.Failed(request.Parameters[Parameters.ClientId], error, request)]);

    private EndpointAnswer Deliver(HttpContext http, AuthorizationResponse response) =>
        response.Delivery is not ResponseDelivery.FormPost ? new(RedirectResponse.Of(http.Request, response.ToLocation())) :
        FormPostPage.Of(response) is { } page ? new(page) :
        Show(http, OAuthError.InvalidRequest("the redirect_uri cannot be posted to"));
}
