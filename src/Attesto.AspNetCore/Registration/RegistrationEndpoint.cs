using System.Text.Json.Nodes;
using Attesto.Events;
using Attesto.Registration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>POST the registration endpoint, and GET, PUT and DELETE a client's own configuration (RFC 7591 §3, RFC 7592 §2).</summary>
public sealed class RegistrationEndpoint
{
    private readonly RegistrationService _registrations;
    private readonly ClientConfigurationService _configurations;
    private readonly OAuthTransport _transport;

    internal RegistrationEndpoint(
        RegistrationService registrations, ClientConfigurationService configurations, OAuthTransport transport) =>
        (_registrations, _configurations, _transport) = (registrations, configurations, transport);

    private const string ClientIdSegment = "clientId";

    /// <summary>Answers one request. The client_id of the last three is the route value <c>clientId</c>.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The response.</returns>
    public async Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        var (request, body) = await ReadAsync(http, cancellationToken);
        var clientId = http.Request.RouteValues[ClientIdSegment] as string ?? "";
        return http.Request.Method switch
        {
            "POST" => await RegisterAsync(http, request, body, cancellationToken),
            "GET" or "HEAD" => Render(http, await _configurations.ReadAsync(request, clientId, cancellationToken)),
            "PUT" => Render(http, await _configurations.UpdateAsync(request, clientId, body, cancellationToken)),
            "DELETE" => Render(http, await _configurations.RemoveAsync(request, clientId, cancellationToken), _ => _transport.Responses.NoContent()),
            _ => new StatusCodeResult(StatusCodes.Status405MethodNotAllowed),
        };
    }

    // A page may read the answer only if the client that it has just registered redirects to its origin: whoever else made the browser ask learns nothing.
    private async Task<IActionResult> RegisterAsync(HttpContext http, OAuthRequest request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var outcome = await _registrations.RegisterAsync(request, body, cancellationToken);
        if (outcome.Answer.TryGet(out var client, out _))
        {
            await _transport.OpenToClientAsync(http, OAuthEndpoint.Registration, request, (string)client[Parameters.ClientId]!, cancellationToken);
        }

        else
        {
            _transport.OpenToAnybody(http); // a refusal tells nobody's secret
        }

        return Render(http, outcome, StatusCodes.Status201Created);
    }

    private async Task<(OAuthRequest Request, ReadOnlyMemory<byte> Body)> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var request = _transport.Lift(http);
        if (!HttpMethods.IsPost(request.Method) && !HttpMethods.IsPut(request.Method))
        {
            return (request, default);
        }

        return (await RequestBody.ReadJsonAsync(http.Request, cancellationToken)).TryGet(out var body, out var error)
            ? (request, body)
            : (request with { Unreadable = error with { Code = ErrorCodes.InvalidClientMetadata } }, default);
    }

    private IActionResult Render(HttpContext http, Outcome<JsonObject> outcome, int status = StatusCodes.Status200OK) =>
        Render(http, outcome, json => _transport.Responses.Ok(Json.Bytes(json), status));

    private IActionResult Render<T>(HttpContext http, Outcome<T> outcome, Func<T, IActionResult> render)
        where T : class
    {
        _transport.Publish(outcome.Events);
        return outcome.Answer.TryGet(out var answer, out var error) ? render(answer) : _transport.Responses.Error(http, error);
    }
}
