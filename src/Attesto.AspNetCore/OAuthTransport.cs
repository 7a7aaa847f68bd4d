using System.Collections.Immutable;
using Attesto.Authorize;
using Attesto.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Attesto.AspNetCore;

/// <summary>What every endpoint does around its call to the protocol: lift the request, publish the events, render the answer.</summary>
internal sealed class OAuthTransport
{
    private readonly RequestReader _reader;
    private readonly EventPublisher _events;
    private readonly CorsOrigins _cors;
    private readonly bool _requireHttps;

    internal OAuthTransport(RequestReader reader, EventPublisher events, OAuthResponses responses, CorsOrigins cors, IOptions<AttestoOptions> options) =>
        (_reader, _events, Responses, _cors, _requireHttps) = (reader, events, responses, cors, options.Value.RequireHttps);

    internal OAuthResponses Responses { get; }

    internal Task<OAuthRequest> ReadAsync(HttpContext http, BodyFormat format, CancellationToken cancellationToken) => _reader.ReadAsync(http, format, cancellationToken);

    internal OAuthRequest Lift(HttpContext http) => _reader.Lift(http);

    internal void Publish(ImmutableArray<ServerEvent> events) => _events.Publish(events);

    /// <summary>A request that did not come over TLS, where that is demanded.</summary>
    internal OAuthError? FindInsecure(OAuthRequest request) =>
        _requireHttps && !request.IsHttps ? OAuthError.InvalidRequest("this endpoint is served over TLS only") : null;

    /// <summary>What a page refuses before it looks at anything else.</summary>
    internal OAuthError? FindFault(OAuthRequest request) =>
        FindInsecure(request) ??
        request.Unreadable ?? (request.Parameters.FindRepeated() is { } name ? Repetition.Refusal(name) : null);

    /// <summary>Lets pages of other origins read a public document.</summary>
    internal ValueTask OpenToOriginsAsync(HttpContext http, OAuthEndpoint endpoint, CancellationToken cancellationToken) =>
        _cors.AllowAsync(http, endpoint, null, cancellationToken);

    /// <summary>Lets every page read an answer that is about nobody.</summary>
    internal void OpenToAnybody(HttpContext http) => _cors.AllowAnybody(http);

    /// <summary>Lets the pages of a client read an answer about that client.</summary>
    internal ValueTask OpenToClientAsync(HttpContext http, OAuthEndpoint endpoint, OAuthRequest request, string clientId, CancellationToken cancellationToken) =>
        _cors.AllowAsync(http, endpoint, request with { Parameters = new([new(Parameters.ClientId, clientId)]) }, cancellationToken);

    /// <summary>One whole exchange at a protocol endpoint.</summary>
    internal async Task<IActionResult> ExchangeAsync<T>(
        HttpContext http,
        OAuthEndpoint endpoint,
        BodyFormat format,
        Func<OAuthRequest, Task<Outcome<T>>> serve,
        Func<T, IActionResult> render,
        CancellationToken cancellationToken)
        where T : class
    {
        using var span = Telemetry.Begin(endpoint);
        var request = await _reader.ReadAsync(http, format, cancellationToken);
        span.About(request);
        await _cors.AllowAsync(http, endpoint, request, cancellationToken);
        var outcome = await serve(request);
        _events.Publish(outcome.Events);
        if (outcome.Answer.TryGet(out var answer, out var error))
        {
            return render(answer);
        }

        span.Fail(error);
        return Responses.Error(http, error);
    }
}
