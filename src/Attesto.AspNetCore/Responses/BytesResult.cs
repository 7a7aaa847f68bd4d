using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Attesto.AspNetCore;

/// <summary>A complete response: status, headers that are set just before it starts, and a body of known length.</summary>
internal sealed class BytesResult(int status, string? contentType, ReadOnlyMemory<byte> body, Action<HttpResponse>? headers = null) : IActionResult
{
    public int Status => status;

    public async Task ExecuteResultAsync(ActionContext context)
    {
        var http = context.HttpContext;
        http.Response.StatusCode = status;
        headers?.Invoke(http.Response);
        if (contentType is null)
        {
            return;
        }

        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
