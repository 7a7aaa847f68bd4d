using System.Diagnostics;
using Attesto.Grants;
using Attesto.Interaction;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>GET and POST the page where a person enters a device's user code, sees who asks, and decides (RFC 8628 §3.3). A GET only ever shows; a
/// decision is a POST that passes the antiforgery check, and an approval also brings back what the confirmation page sealed.</summary>
public sealed class DeviceVerificationEndpoint : ServerEndpoint
{
    internal const string Confirmation = "confirmation";

    private readonly DeviceVerificationService _service;
    private readonly HttpInteractions _interactions;
    private readonly DevicePages _pages;

    internal DeviceVerificationEndpoint(DeviceVerificationService service, HttpInteractions interactions, DevicePages pages, EndpointExchange exchange)
        : base(exchange) =>
        (_service, _interactions, _pages) = (service, interactions, pages);

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.DeviceVerification;

    private static OAuthError NobodyCanDecide => new(ErrorCodes.ServerError, "nobody can be signed in", StatusCodes.Status500InternalServerError);

    internal override async Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken)
    {
        var person = _interactions.For(http);
        return await person.SignInAsync(new SignInRequest(null), cancellationToken) switch
        {
            SignInOutcome.Authenticated signIn => new(await DecideAsync(http, request.Parameters, signIn, person, cancellationToken)),
            SignInOutcome.Handled(var response) => new(new HostResponse(response)),
            SignInOutcome.Refused(ErrorCodes.AccessDenied) =>
                Show(http, new OAuthError(ErrorCodes.AccessDenied, "the sign-in was cancelled; no device was connected")),
            SignInOutcome.Refused(var code) => Show(http, new OAuthError(code, "nobody is signed in")),
            _ => Show(http, NobodyCanDecide),
        };
    }

    private async Task<EndpointResult> DecideAsync(
        HttpContext http, RequestParameters form, SignInOutcome.Authenticated signIn, IInteraction person, CancellationToken cancellationToken)
    {
        var userCode = form[Parameters.UserCode];
        var decides = HttpMethods.IsPost(http.Request.Method) && form["decision"] is "approve" or "deny";
        var answer = decides && _pages.IsOurs(http, form)
            ? await _service.DecideAsync(userCode, form["decision"] is "approve", _pages.Unseal(form[Confirmation]), signIn, person, cancellationToken)
            : await _service.ShowAsync(userCode, signIn, person, cancellationToken);
        return answer switch
        {
            DeviceAnswer.Handled(var response) => new HostResponse(response),
            DeviceAnswer.Show show => _pages.Show(http, show),
            _ => throw new UnreachableException(),
        };
    }
}
