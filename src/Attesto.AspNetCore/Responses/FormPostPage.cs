using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Attesto.Authorize;
using Microsoft.AspNetCore.Http;

namespace Attesto.AspNetCore;

/// <summary>The page whose form carries an authorization response to the client (OAuth 2.0 Form Post Response Mode §2, JARM §2.3.3).
/// It submits itself, and has a button for browsers without script.</summary>
internal static class FormPostPage
{
    private const string Script = "document.forms[0].submit()";

    // Only this one script may run, wherever an attacker's text might end up.
    private static readonly string Policy =
        $"default-src 'none'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Script)))}'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The page; null if the redirect URI's scheme could run something in this origin instead of being posted to.</summary>
    public static BytesResult? Of(AuthorizationResponse response) =>
        Uri.TryCreate(response.RedirectUri.Value, UriKind.Absolute, out var target) && target.Scheme is "https" or "http"
            ? new BytesResult(StatusCodes.Status200OK, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Html(response)), WriteHeaders)
            : null;

    private static void WriteHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XFrameOptions = "DENY";
    }

    private static string Html(AuthorizationResponse response) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Continue</title></head>
        <body>
        <form method="post" action="{HtmlEncoder.Default.Encode(response.RedirectUri.Value)}">
        {string.Join('\n', response.Parameters.Select(Field))}
        <noscript><p>Your browser runs no script.</p><button type="submit">Continue</button></noscript>
        </form>
        <script>{Script}</script>
        </body>
        </html>

        """;

    private static string Field(KeyValuePair<string, string> parameter) =>
        $"""<input type="hidden" name="{HtmlEncoder.Default.Encode(parameter.Key)}" value="{HtmlEncoder.Default.Encode(parameter.Value)}">""";
}
