using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>The page for a person whose request nobody may be redirected with (RFC 6749 §4.1.2.1). It shows the same code as the JSON form.</summary>
internal static class ErrorPage
{
    public static BytesResult Of(ErrorDetails page) => new(page.Error.Status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Html(page)), PageHeaders.WritePlain);

    /// <summary>True if the Accept header names <c>text/html</c>; every other client gets JSON.</summary>
    public static bool IsWantedBy(HttpRequest request) =>
        request.Headers.Accept.Any(value => value?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    private static string Html(ErrorDetails page) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Request not processed</title></head>
        <body>
        <main id="error-page">
        <h1>The request could not be processed</h1>
        <p><code id="error-code">{HtmlEncoder.Default.Encode(page.Error.Code)}</code></p>
        <p id="error-description">{HtmlEncoder.Default.Encode(page.Error.Description ?? "")}</p>
        {Link(page)}
        <p>Reference: <code id="error-reference">{HtmlEncoder.Default.Encode(page.Reference)}</code></p>
        </main>
        </body>
        </html>

        """;

    private static string Link(ErrorDetails page) => page.ReturnUrl is { } url
        ? $"""<p><a id="error-return" href="{HtmlEncoder.Default.Encode(url)}" rel="noreferrer">Go back to {HtmlEncoder.Default.Encode(page.ReturnTo ?? "")}</a></p>"""
        : "";
}
