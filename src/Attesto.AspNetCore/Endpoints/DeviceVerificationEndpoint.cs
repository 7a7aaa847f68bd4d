using System.Text.Json.Nodes;
using Attesto.Grants;
using Attesto.Policies;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>GET and POST the page where a person enters a device's user code (RFC 8628 §3.3). A GET only ever shows; a decision is a POST that passes the antiforgery check.</summary>
/// <param name="service">The protocol.</param>
/// <param name="interactions">The host's policies around this browser.</param>
/// <param name="pages">The host's pages.</param>
/// <param name="antiforgery">Guards the form: nobody may approve a device in somebody else's name.</param>
/// <param name="transport">What every endpoint does around its call.</param>
public sealed class DeviceVerificationEndpoint(
    DeviceVerificationService service, HttpInteractions interactions, IPages pages, IAntiforgery antiforgery, OAuthTransport transport)
{
    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public async Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        using var span = Telemetry.Begin(Endpoint.DeviceVerification);
        var request = await transport.ReadAsync(http, BodyFormat.Form, cancellationToken);
        if (transport.FindFault(request) is { } fault)
        {
            span.Fail(fault);
            return transport.Responses.Show(http, fault);
        }

        var signIn = await interactions.For(http).SignInAsync(new SignInRequest(null), cancellationToken);
        if (signIn is SignInOutcome.TookOver(var response))
        {
            return new HostResponse(response);
        }

        var (userCode, decision) = (request.Parameters[Parameters.UserCode], HttpMethods.IsGet(http.Request.Method) ? null : request.Parameters["decision"]);
        if (decision is not ("approve" or "deny"))
        {
            var visitor = (signIn as SignInOutcome.Authenticated)?.Subject ?? request.ClientIp;
            return Show(http, await service.PromptAsync(userCode, visitor, cancellationToken));
        }

        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return transport.Responses.Show(http, OAuthError.InvalidRequest("the form is too old or was not made by this server; open the page again"));
        }

        return signIn is SignInOutcome.Authenticated person
            ? Show(http, await service.DecideAsync(userCode, decision is "approve", person, cancellationToken))
            : transport.Responses.Show(http, NobodyCanDecide(signIn));
    }

    private static OAuthError NobodyCanDecide(SignInOutcome signIn) => signIn is SignInOutcome.Refused(var code)
        ? new OAuthError(code, "nobody is signed in")
        : new OAuthError(ErrorCodes.ServerError, "nobody can be signed in", StatusCodes.Status500InternalServerError);

    private IActionResult Show(HttpContext http, DeviceVerification page) =>
        pages.DeviceVerification(http, page) is { } own ? new HostResponse(own) :
        ErrorPage.IsWantedBy(http.Request) ? PlainPage.Device(page, antiforgery.GetAndStoreTokens(http)) :
        transport.Responses.Ok(Json.Bytes(new JsonObject { ["stage"] = page.Stage.ToString().ToLowerInvariant(), [Parameters.UserCode] = page.UserCode }));
}
