using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>A complete response: status, headers that are set just before it starts, and a body of known length.</summary>
internal sealed class BytesResult(int status, string? contentType, ReadOnlyMemory<byte> body, Action<HttpResponse>? headers = null) : EndpointResult
{
    public int Status => status;

    public override async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        headers?.Invoke(httpContext.Response);
        if (contentType is null)
        {
            return;
        }

        httpContext.Response.Headers.XContentTypeOptions = "nosniff";
        httpContext.Response.ContentType = contentType;
        httpContext.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
