using System.Diagnostics;
using System.Text.Json.Nodes;
using Attesto.Logout;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>GET and POST the logout endpoint (OpenID Connect RP-Initiated Logout §2).</summary>
public sealed class EndSessionEndpoint : ServerEndpoint
{
    private readonly EndSessionService _service;
    private readonly IEnumerable<ILogoutPolicy> _policies;
    private readonly IPages _pages;

    internal EndSessionEndpoint(EndSessionService service, IEnumerable<ILogoutPolicy> policies, IPages pages, EndpointExchange exchange)
        : base(exchange) =>
        (_service, _policies, _pages) = (service, policies, pages);

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.EndSession;

    internal override async Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken)
    {
        if (CrossSiteForm.AsGet(http, request) is { } location)
        {
            return new(RedirectResponse.Of(http.Request, location));
        }

        return await _service.HandleAsync(request, new HttpTermination(http, _policies.Last()), cancellationToken) switch
        {
            EndSessionAnswer.Show(var error) => Show(http, error),
            EndSessionAnswer.Return back => new(RedirectResponse.Of(http.Request, back.Location)),
            EndSessionAnswer.Handled(var response) => new(new HostResponse(response)),
            EndSessionAnswer.LoggedOut => new(Say(http, "logged_out")),
            EndSessionAnswer.NoSession => new(Say(http, "no_session")),
            _ => throw new UnreachableException(),
        };
    }

    private EndpointResult Say(HttpContext http, string status) =>
        _pages.LoggedOut(http) is { } own ? new HostResponse(own) :
        ErrorPage.IsWantedBy(http.Request) ? PlainPage.LoggedOut() :
        Responses.Ok(Json.Bytes(new JsonObject { ["status"] = status }));
}
