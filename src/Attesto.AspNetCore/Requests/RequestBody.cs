using System.Buffers;
using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Attesto.AspNetCore;

/// <summary>What can be wrong with a body.</summary>
internal enum BodyFault
{
    /// <summary>It ended early, or its framing is malformed.</summary>
    Broken,
}

/// <summary>Reads the parameters of a body, whole and bounded.</summary>
internal static class RequestBody
{
    /// <summary>Far above any honest request, far below what hurts.</summary>
    internal const int MaxLength = 128 * 1024;

    private const string FormType = "application/x-www-form-urlencoded";
    private const string JsonType = "application/json";

    // A form is UTF-8 whatever it says (RFC 6749 appendix B); clients say one of these, whose letters are the same.
    private static readonly FrozenSet<string> Charsets = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "", "utf-8", "utf8", "us-ascii", "iso-8859-1");

    public static async Task<Result<RequestParameters>> ReadParametersAsync(HttpRequest request, BodyFormat format, CancellationToken cancellationToken)
    {
        var type = MediaTypeOf(request);
        if (format is BodyFormat.FormOrNothing && type is not FormType)
        {
            return RequestParameters.None;
        }

        if (type is not FormType && (type is not JsonType || format is not BodyFormat.FormOrJson))
        {
            return OAuthError.InvalidRequest(type is null ? "the Content-Type header is missing or repeated" : $"the Content-Type {type} is not supported");
        }

        if (type is FormType && CharsetOf(request) is { } charset && !Charsets.Contains(charset))
        {
            return OAuthError.InvalidRequest($"the charset {charset} is not supported");
        }

        if (request.HttpContext.Features.Get<IFormFeature>()?.Form is { } alreadyRead && type is FormType)
        {
            return Adopt(alreadyRead);
        }

        if (!(await ReadAsync(request, cancellationToken)).TryGet(out var body, out var error))
        {
            return error;
        }

        return type is FormType ? UrlEncoded.Parse(body) : JsonParameters.Parse(body);
    }

    /// <summary>A body that is JSON and not parameters (RFC 7591 §3.1). Without a Content-Type it is taken for JSON.</summary>
    public static async Task<Result<byte[]>> ReadJsonAsync(HttpRequest request, CancellationToken cancellationToken) =>
        request.Headers.ContentType.Count == 0 || MediaTypeOf(request) is JsonType
            ? await ReadAsync(request, cancellationToken)
            : OAuthError.InvalidRequest($"the Content-Type must be {JsonType}");

    /// <summary>The whole body; it can be read again by whoever comes later, such as the antiforgery check.</summary>
    public static async Task<Result<byte[]>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var tooLarge = OAuthError.InvalidRequest("the request body is too large");
        if (request.ContentLength > MaxLength)
        {
            return tooLarge;
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            return OAuthError.InvalidRequest("a Content-Encoding is not supported");
        }

        var expected = (int)(request.ContentLength ?? MaxLength);
        var buffer = ArrayPool<byte>.Shared.Rent(expected + 1); // one more than may come, to see that no more comes
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer.AsMemory(0, expected + 1), expected + 1, throwOnEndOfStream: false, cancellationToken);
            if (length > expected)
            {
                return tooLarge;
            }

            var body = buffer.AsSpan(0, length).ToArray();
            request.Body = new MemoryStream(body, writable: false);
            return body;
        }
        catch (IOException e)
        {
            // Only the caller can have broken it: by its framing, or by going away in the middle (RFC 9112 §7.1, §8; RFC 9113 §8.1.1).
            var status = (e as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            if (e is ConnectionResetException)
            {
                request.HttpContext.Abort(); // Kestrel else reads on for the next request, and logs as an error that it cannot
            }

            return OAuthError.InvalidRequest("the request body cannot be read") with { Status = status, Fault = BodyFault.Broken };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer.AsSpan(0, expected + 1)); // it held secrets
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The media type in lower case, parameters dropped; null if there is none, several, or no media type at all.</summary>
    public static string? MediaTypeOf(HttpRequest request) =>
        request.Headers.ContentType is not [{ } value] ? null :
        value is FormType ? FormType : // as almost everybody writes it
        MediaTypeHeaderValue.TryParse(value, out var type) ? type.MediaType.Value?.ToLowerInvariant() : null;

    private static string? CharsetOf(HttpRequest request) =>
        request.Headers.ContentType[0] is not FormType && MediaTypeHeaderValue.TryParse(request.Headers.ContentType[0], out var type)
            ? HeaderUtilities.RemoveQuotes(type.Charset).Value
            : null;

    // A middleware of the host read the form before us, with the framework's own parser: what it had to repair is refused here.
    private static Result<RequestParameters> Adopt(IFormCollection form)
    {
        var pairs = form.SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? "")).ToList();
        return pairs.Exists(pair => pair.Value.AsSpan().ContainsAny('\uFFFD', '\0') || pair.Key.AsSpan().ContainsAny('\uFFFD', '\0'))
            ? OAuthError.InvalidRequest("a parameter is not valid UTF-8")
            : new RequestParameters(pairs);
    }
}
