using System.Collections.Immutable;
using Attesto.Catalog;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>What every endpoint does around its call to the protocol, once: count the request, read it, refuse what did not arrive as it should, turn a fault
/// into an answer, and say which pages may read that.</summary>
internal sealed class EndpointExchange(
    OAuthTransport transport, RouteClassLimiter limiter, InfrastructureFailures failures, CorsOrigins cors, PathBaseCheck pathBases, ServedOptions? served = null)
{
    public OAuthResponses Responses => transport.Responses;

    public void Publish(ImmutableArray<ServerEvent> events) => transport.Publish(events);

    public Task<OAuthRequest> ReadAsync(HttpContext http, BodyFormat format, CancellationToken cancellationToken) =>
        transport.ReadAsync(http, format, cancellationToken);

    public async Task<EndpointResult> RunAsync(ServerEndpoint endpoint, HttpContext http, CancellationToken cancellationToken)
    {
        var row = EndpointTable.Of(endpoint.Endpoint);
        using var span = Telemetry.Begin(row.Endpoint);
        pathBases.Notice(http, row);
        EndpointAnswer answer;
        try
        {
            answer = FindEarly(row, http) ?? await AnswerAsync(endpoint, row, http, span, cancellationToken);
        }
        catch (Exception fault)
        {
            if (failures.ErrorOf(http, fault) is not { } error)
            {
                return new BytesResult(StatusCodes.Status499ClientClosedRequest, null, default); // nobody reads it
            }

            answer = Refuse(row, http, error);
        }

        span.Fail(answer.Error);
        if (answer.IsAboutNoClient)
        {
            cors.AllowAnybody(http, row);
        }

        return answer.Result;
    }

    private async Task<EndpointAnswer> AnswerAsync(
        ServerEndpoint endpoint, EndpointDefinition row, HttpContext http, Telemetry.RequestSpan span, CancellationToken cancellationToken)
    {
        var request = await endpoint.ReadAsync(http, cancellationToken);
        span.About(request);
        if (transport.Framing.FaultOf(row, request) is { } fault)
        {
            endpoint.Deny(request, fault);
            return Refuse(row, http, fault);
        }

        if (served is not null)
        {
            await served.RefreshAsync(cancellationToken);
        }

        var answer = await endpoint.AnswerAsync(http, request, cancellationToken);
        if (row.Class is RouteClass.Interactive && failures.FindOutage(http) is { } outage)
        {
            return Refuse(row, http, outage);
        }

        await cors.AllowAsync(http, row, request, answer.ClientId, cancellationToken);
        return answer;
    }

    // Before anything is read.
    private EndpointAnswer? FindEarly(EndpointDefinition row, HttpContext http)
    {
        if (row.Class is RouteClass.Interactive && Prefetch.Is(http.Request))
        {
            return Refuse(row, http, Prefetch.NotYet);
        }

        if (limiter.FaultOf(http, row.Class, row.Endpoint) is { } busy)
        {
            return Refuse(row, http, busy);
        }

        // Nothing may come of a HEAD (RFC 9110 §9.2.1): no code, and no session's end.
        return row.Class is RouteClass.Interactive && HttpMethods.IsHead(http.Request.Method)
            ? new EndpointAnswer(new BytesResult(StatusCodes.Status200OK, null, default, PageHeaders.WritePlain))
            : null;
    }

    private EndpointAnswer Refuse(EndpointDefinition row, HttpContext http, OAuthError error) =>
        new(row.Class is RouteClass.Interactive ? Responses.Show(http, error) : Responses.Error(http, error)) { Error = error, IsAboutNoClient = true };
}
