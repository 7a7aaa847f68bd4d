using System.Globalization;
using System.Text.Json.Nodes;
using Attesto.Authorize;
using Attesto.Discovery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Attesto.AspNetCore;

/// <summary>The one place where a protocol answer becomes bytes, and where its code is written to the debug log.</summary>
internal sealed partial class OAuthResponses(IErrorEnvelope envelope, IPages pages, ILogger<OAuthResponses> logger)
{
    public EndpointResult Ok(byte[] body, int status = StatusCodes.Status200OK, string mediaType = Json.MediaType) =>
        new BytesResult(status, mediaType, body, envelope.WriteNoStore);

    /// <summary>A public document: the same for every caller, and cacheable.</summary>
    public static EndpointResult Document(PublicDocument document, TimeSpan maxAge, string mediaType = Json.MediaType) => new DocumentResult(document, maxAge, mediaType);

    public EndpointResult NoContent() => new BytesResult(StatusCodes.Status204NoContent, null, default, envelope.WriteNoStore);

    /// <summary>An error as JSON, with its challenge and nonce (RFC 6749 §5.2, RFC 6750 §3, RFC 9449 §8).</summary>
    public EndpointResult Error(HttpContext http, OAuthError error)
    {
        LogRefusal(http.Request.Path, error.Status, error.Code, error.Description, error.Fault);
        AskToComeBack(http, error);
        var body = new JsonObject { [Parameters.Error] = error.Code };
        if (error.Description is { } description)
        {
            body[Parameters.ErrorDescription] = Printable(description);
        }

        return new BytesResult(error.Status, Json.MediaType, Json.Bytes(envelope.Reshape(http, error.Status, body)), response =>
        {
            envelope.WriteNoStore(response);
            if (error.Challenge is { } challenge)
            {
                envelope.WriteChallenge(response, challenge.ToString());
            }

            if (error.DpopNonce is { } nonce)
            {
                response.Headers["DPoP-Nonce"] = nonce;
            }
        });
    }

    /// <summary>An error for whoever asks: a page for a browser, with a link to the client if there is one, JSON for everybody else.</summary>
    public EndpointResult Show(HttpContext http, OAuthError error, AuthorizationResponse? back = null)
    {
        if (!ErrorPage.IsWantedBy(http.Request))
        {
            return Error(http, error);
        }

        LogRefusal(http.Request.Path, error.Status, error.Code, error.Description, error.Fault);
        AskToComeBack(http, error);
        var details = ErrorDetails.Of(http, error, back);
        LogShown(details.Reference, error.Code, error.Description);
        return pages.Error(http, details) is { } own ? new HostResponse(own, error.Status) : ErrorPage.Of(details);
    }

    // RFC 9110 §10.2.3; a limiter that knows better has said so already.
    private static void AskToComeBack(HttpContext http, OAuthError error)
    {
        if (error.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
        else if (error.Code is ErrorCodes.TemporarilyUnavailable && http.Response.Headers.RetryAfter.Count == 0)
        {
            http.Response.Headers.RetryAfter = "5";
        }
    }

    // RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E
    private static string Printable(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
        {
            span[i] = source[i] is >= ' ' and <= '~' and not ('"' or '\\') ? source[i] : '\'';
        }
    });

    [LoggerMessage(1, LogLevel.Debug, "{Path} answered {Status} {Code}: {Description} (fault: {Fault})")]
    private partial void LogRefusal(PathString path, int status, string code, string? description, Enum? fault);

    [LoggerMessage(2, LogLevel.Information, "A person was shown the error page {Reference}: {Code} ({Description})")]
    private partial void LogShown(string reference, string code, string? description);
}
