using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>The way in and out for endpoints and pages: requests become plain data, events and errors leave.</summary>
internal sealed class OAuthTransport(RequestReader reader, RequestFraming framing, EventPublisher events, OAuthResponses responses)
{
    public OAuthResponses Responses => responses;

    public RequestFraming Framing => framing;

    public Task<OAuthRequest> ReadAsync(HttpContext http, BodyFormat format, CancellationToken cancellationToken) =>
        reader.ReadAsync(http, format, cancellationToken);

    public OAuthRequest Lift(HttpContext http) => reader.Lift(http);

    public void Publish(ImmutableArray<ServerEvent> published) => events.Publish(published);
}
