using System.Diagnostics;
using System.Text.Json.Nodes;
using Attesto.Logout;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>GET and POST the logout endpoint (OpenID Connect RP-Initiated Logout §2).</summary>
public sealed class EndSessionEndpoint
{
    private readonly EndSessionService _service;
    private readonly IEnumerable<ILogoutPolicy> _policies;
    private readonly IPages _pages;
    private readonly OAuthTransport _transport;

    internal EndSessionEndpoint(EndSessionService service, IEnumerable<ILogoutPolicy> policies, IPages pages, OAuthTransport transport) =>
        (_service, _policies, _pages, _transport) = (service, policies, pages, transport);

    /// <summary>Answers one request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call, up to the end of the session.</param>
    /// <returns>The response.</returns>
    public async Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        using var span = Telemetry.Begin(OAuthEndpoint.EndSession);
        var request = await _transport.ReadAsync(http, BodyFormat.Form, cancellationToken);
        if (CrossSiteForm.AsGet(http, request) is { } location)
        {
            return RedirectResponse.Of(http.Request, location);
        }

        var answer = await _service.HandleAsync(request, new HttpTermination(http, _policies.Last()), cancellationToken);
        switch (answer)
        {
            case EndSessionAnswer.Show(var error):
                span.Fail(error);
                return _transport.Responses.Show(http, error);
            case EndSessionAnswer.Return back:
                return RedirectResponse.Of(http.Request, back.Location);
            case EndSessionAnswer.TookOver(var response):
                return new HostResponse(response);
            case EndSessionAnswer.LoggedOut or EndSessionAnswer.NoSession:
                return _pages.LoggedOut(http) is { } own ? new HostResponse(own) :
                    ErrorPage.IsWantedBy(http.Request) ? PlainPage.LoggedOut() :
                    _transport.Responses.Ok(Json.Bytes(new JsonObject { ["status"] = answer is EndSessionAnswer.LoggedOut ? "logged_out" : "no_session" }));
            default:
                throw new UnreachableException();
        }
    }
}
