using System.Text.Json.Nodes;
using Attesto.Events;
using Attesto.Registration;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Attesto.AspNetCore;

/// <summary>POST the registration endpoint, and GET, PUT and DELETE a client's own configuration (RFC 7591 §3, RFC 7592 §2). The <c>client_id</c> of the
/// last three is the route value <c>clientId</c>.</summary>
public sealed class RegistrationEndpoint : ServerEndpoint
{
    private readonly RegistrationService _registrations;
    private readonly ClientConfigurationService _configurations;

    internal RegistrationEndpoint(RegistrationService registrations, ClientConfigurationService configurations, EndpointExchange exchange)
        : base(exchange) =>
        (_registrations, _configurations) = (registrations, configurations);

    /// <inheritdoc/>
    public override OAuthEndpoint Endpoint => OAuthEndpoint.Registration;

    internal override BodyFormat Body => BodyFormat.None;

    internal override async Task<OAuthRequest> ReadAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var request = await base.ReadAsync(http, cancellationToken);
        if (!HttpMethods.IsPost(request.Method) && !HttpMethods.IsPut(request.Method))
        {
            return request;
        }

        if ((await RequestBody.ReadJsonAsync(http.Request, cancellationToken)).TryGet(out var body, out var error))
        {
            http.Features.Set(new Metadata(body));
            return request;
        }

        return request with { Unreadable = error with { Code = ErrorCodes.InvalidClientMetadata } };
    }

    internal override async Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken)
    {
        var body = http.Features.Get<Metadata>()?.Json ?? default;
        var clientId = http.GetRouteValue("clientId") as string ?? "";
        return request.Method switch
        {
            "POST" => TellNew(http, await _registrations.RegisterAsync(request, body, cancellationToken)),
            "PUT" => Tell(http, await _configurations.UpdateAsync(request, clientId, body, cancellationToken), StatusCodes.Status200OK),
            "DELETE" => Answer(http, await _configurations.RemoveAsync(request, clientId, cancellationToken), _ => Responses.NoContent()),
            _ => Tell(http, await _configurations.ReadAsync(request, clientId, cancellationToken), StatusCodes.Status200OK),
        };
    }

    private EndpointAnswer Tell(HttpContext http, Outcome<JsonObject> outcome, int status) =>
        Answer(http, outcome, client => Responses.Ok(Json.Bytes(client), status));

    // A page may read the answer only if the client that it has just registered redirects to its origin: whoever else made the browser ask learns nothing.
    // A refusal tells nobody's secret.
    private EndpointAnswer TellNew(HttpContext http, Outcome<JsonObject> outcome) =>
        Tell(http, outcome, StatusCodes.Status201Created) with
        {
            ClientId = outcome.Answer.TryGet(out var client, out _) ? (string?)client[Parameters.ClientId] : null,
            IsAboutNoClient = client is null,
        };

    private sealed record Metadata(ReadOnlyMemory<byte> Json);
}
