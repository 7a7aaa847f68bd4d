using Attesto.Discovery;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Attesto.AspNetCore;

/// <summary>A public document: the same for every caller, cacheable, and not sent to one who has it (RFC 9110 §13.1.2).</summary>
internal sealed class DocumentResult(PublicDocument document, TimeSpan maxAge, string mediaType) : EndpointResult
{
    public override async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = $"public, max-age={(int)maxAge.TotalSeconds}";
        response.Headers.ETag = document.EntityTag;
        if (IsKnownTo(httpContext.Request))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentType = mediaType;
        response.ContentLength = document.Bytes.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(document.Bytes, httpContext.RequestAborted);
        }
    }

    // Compared weakly (RFC 9110 §13.1.2): a proxy that compresses makes the tag weak.
    private bool IsKnownTo(HttpRequest request) =>
        request.Headers.IfNoneMatch.Count > 0
        && EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag.Equals(document.EntityTag, StringComparison.Ordinal));
}
