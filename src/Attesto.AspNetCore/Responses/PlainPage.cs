using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>Plain pages that work in any browser, without script and without style.</summary>
internal static class PlainPage
{
    public static BytesResult LoggedOut() => Of("Signed out", """<main id="logged-out"><h1>You are signed out</h1></main>""");

    public static BytesResult Of(string title, string body, int status = StatusCodes.Status200OK) => new(status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title></head>
        <body>
        {body}
        </body>
        </html>

        """), PageHeaders.WritePlain);

    public static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
