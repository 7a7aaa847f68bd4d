using Attesto.Grants;
using Attesto.Interaction;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>GET and POST the page where a person enters a device's user code, sees who asks, and decides (RFC 8628 §3.3). A GET only ever shows; a
/// decision is a POST that passes the antiforgery check, and an approval also brings back what the confirmation page sealed.</summary>
public sealed class DeviceVerificationEndpoint
{
    internal const string Confirmation = "confirmation";

    private readonly DeviceVerificationService _service;
    private readonly HttpInteractions _interactions;
    private readonly DevicePages _pages;
    private readonly OAuthTransport _transport;

    internal DeviceVerificationEndpoint(DeviceVerificationService service, HttpInteractions interactions, DevicePages pages, OAuthTransport transport) =>
        (_service, _interactions, _pages, _transport) = (service, interactions, pages, transport);

    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public async Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        using var span = Telemetry.Begin(OAuthEndpoint.DeviceVerification);
        var request = await _transport.ReadAsync(http, BodyFormat.Form, cancellationToken);
        if (_transport.FindFault(request) is { } fault)
        {
            span.Fail(fault);
            return _transport.Responses.Show(http, fault);
        }

        var person = _interactions.For(http);
        switch (await person.SignInAsync(new SignInRequest(null), cancellationToken))
        {
            case SignInOutcome.Authenticated signIn:
                return await AnswerAsync(http, request.Parameters, signIn, person, cancellationToken);
            case SignInOutcome.TookOver(var response):
                return new HostResponse(response);
            case SignInOutcome.Refused(ErrorCodes.AccessDenied):
                return _transport.Responses.Show(http, new OAuthError(ErrorCodes.AccessDenied, "the sign-in was cancelled; no device was connected"));
            case SignInOutcome.Refused(var code):
                return _transport.Responses.Show(http, new OAuthError(code, "nobody is signed in"));
            default:
                return _transport.Responses.Show(http, NobodyCanDecide);
        }
    }

    private static OAuthError NobodyCanDecide => new(ErrorCodes.ServerError, "nobody can be signed in", StatusCodes.Status500InternalServerError);

    private async Task<IActionResult> AnswerAsync(
        HttpContext http, RequestParameters form, SignInOutcome.Authenticated signIn, IInteraction person, CancellationToken cancellationToken)
    {
        var userCode = form[Parameters.UserCode];
        var decides = HttpMethods.IsPost(http.Request.Method) && form["decision"] is "approve" or "deny";
        var answer = decides && _pages.IsOurs(http, form)
            ? await _service.DecideAsync(userCode, form["decision"] is "approve", _pages.Unseal(form[Confirmation]), signIn, person, cancellationToken)
            : await _service.ShowAsync(userCode, signIn, person, cancellationToken);
        return answer switch
        {
            DeviceAnswer.TookOver(var response) => new HostResponse(response),
            DeviceAnswer.Show show => _pages.Show(http, show),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
