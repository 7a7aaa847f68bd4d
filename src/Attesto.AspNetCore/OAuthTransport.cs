using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>What every endpoint does around its call to the protocol: lift the request, publish the events, render the answer.</summary>
public sealed class OAuthTransport
{
    private readonly RequestReader _reader;
    private readonly EventPublisher _events;
    private readonly CorsOrigins _cors;

    internal OAuthTransport(RequestReader reader, EventPublisher events, OAuthResponses responses, CorsOrigins cors) =>
        (_reader, _events, Responses, _cors) = (reader, events, responses, cors);

    internal OAuthResponses Responses { get; }

    internal Task<OAuthRequest> ReadAsync(HttpContext http, BodyFormat format, CancellationToken cancellationToken) => _reader.ReadAsync(http, format, cancellationToken);

    internal OAuthRequest Lift(HttpContext http) => _reader.Lift(http);

    internal void Publish(System.Collections.Immutable.ImmutableArray<Attesto.Events.ServerEvent> events) => _events.Publish(events);

    /// <summary>Lets pages of other origins read a public document.</summary>
    internal ValueTask OpenToOriginsAsync(HttpContext http, Endpoint endpoint, CancellationToken cancellationToken) =>
        _cors.AllowAsync(http, endpoint, null, cancellationToken);

    /// <summary>One whole exchange at a protocol endpoint.</summary>
    internal async Task<IActionResult> ExchangeAsync<T>(
        HttpContext http,
        Endpoint endpoint,
        BodyFormat format,
        Func<OAuthRequest, Task<Outcome<T>>> serve,
        Func<T, IActionResult> render,
        CancellationToken cancellationToken)
        where T : class
    {
        var request = await _reader.ReadAsync(http, format, cancellationToken);
        await _cors.AllowAsync(http, endpoint, request, cancellationToken);
        var outcome = await serve(request);
        _events.Publish(outcome.Events);
        return outcome.Answer.TryGet(out var answer, out var error) ? render(answer) : Responses.Error(http, error);
    }
}
