using System.Collections.Immutable;
using Attesto.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>An endpoint of the authorization server, for a controller to call. What all have in common, from rate limits to CORS, is done around it.</summary>
public abstract class ServerEndpoint
{
    private readonly EndpointExchange _exchange;

    private protected ServerEndpoint(EndpointExchange exchange) => _exchange = exchange;

    /// <summary>Which endpoint it is.</summary>
    public abstract OAuthEndpoint Endpoint { get; }

    /// <summary>Answers one request. It does not throw: a fault of this server is an answer, too.</summary>
    /// <param name="http">The request.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>The response.</returns>
    public async Task<IActionResult> HandleAsync(HttpContext http, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(http);
        return await RunAsync(http, cancellationToken);
    }

    /// <summary>What is read of the body.</summary>
    internal virtual BodyFormat Body => BodyFormat.Form;

    private protected OAuthResponses Responses => _exchange.Responses;

    internal Task<EndpointResult> RunAsync(HttpContext http, CancellationToken cancellationToken) => _exchange.RunAsync(this, http, cancellationToken);

    internal virtual Task<OAuthRequest> ReadAsync(HttpContext http, CancellationToken cancellationToken) => _exchange.ReadAsync(http, Body, cancellationToken);

    /// <summary>Answers a request that arrived as it should.</summary>
    internal abstract Task<EndpointAnswer> AnswerAsync(HttpContext http, OAuthRequest request, CancellationToken cancellationToken);

    /// <summary>Tells the host of a request that did not arrive as it should.</summary>
    internal virtual void Deny(OAuthRequest request, OAuthError error)
    {
    }

    private protected void Publish(ImmutableArray<ServerEvent> events) => _exchange.Publish(events);

    private protected EndpointAnswer Answer<T>(HttpContext http, Outcome<T> outcome, Func<T, EndpointResult> render)
        where T : class
    {
        _exchange.Publish(outcome.Events);
        return outcome.Answer.TryGet(out var answer, out var error) ? new(render(answer)) : Refuse(http, error);
    }

    private protected EndpointAnswer Refuse(HttpContext http, OAuthError error) => new(Responses.Error(http, error)) { Error = error };

    private protected EndpointAnswer Show(HttpContext http, OAuthError error) => new(Responses.Show(http, error)) { Error = error };
}

/// <summary>What an endpoint answers.</summary>
/// <param name="Result">The response.</param>
internal readonly record struct EndpointAnswer(EndpointResult Result)
{
    /// <summary>The error in it, for traces; null if there is none.</summary>
    public OAuthError? Error { get; init; }

    /// <summary>The client that it is about, if that is known other than from the request itself.</summary>
    public string? ClientId { get; init; }

    /// <summary>True for an answer that tells nothing of any client, so that every page may read it: without that it sees a network error.</summary>
    public bool IsAboutNoClient { get; init; }
}
