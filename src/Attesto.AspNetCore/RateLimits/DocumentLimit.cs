using Attesto.Outbound;
using Attesto.Registration;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Limits the client metadata documents that one address has fetched by what it asks of endpoints and pages. An API, which looks a client up because of a
/// token that this server issued, has no stranger to hold back.</summary>
internal sealed class DocumentLimit(IHttpContextAccessor accessor, RouteClassLimiter limiter) : IDocumentLimit
{
    public void Take()
    {
        if (accessor.HttpContext is { } http && http.GetEndpoint()?.Metadata.GetMetadata<RouteClassMetadata>() is not null && limiter.FindDocumentFault(http) is { } error)
        {
            throw new TooManyDocumentsException(error);
        }
    }
}
