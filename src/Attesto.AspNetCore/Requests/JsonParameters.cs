using System.Text.Json;

namespace Attesto.AspNetCore;

/// <summary>Parameters in a JSON object, as the token endpoint takes them besides the form. Members that are not strings count as absent;
/// a repeated member is refused, because two parsers could disagree about it.</summary>
internal static class JsonParameters
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF]; // RFC 8259 §8.1: to be ignored

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static Result<RequestParameters> Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body, Strict);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
            {
                return OAuthError.InvalidRequest("the body must be one JSON object");
            }

            var pairs = document.RootElement.EnumerateObject()
                .Where(member => member.Value.ValueKind is JsonValueKind.String)
                .Select(member => KeyValuePair.Create(member.Name, member.Value.GetString()!)) // throws on an escaped lone surrogate
                .ToList();
            return pairs.Exists(pair => pair.Key.Contains('\0', StringComparison.Ordinal) || pair.Value.Contains('\0', StringComparison.Ordinal))
                ? OAuthError.InvalidRequest("a parameter has a NUL character")
                : new RequestParameters(pairs);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return OAuthError.InvalidRequest("the body is not well-formed JSON, or repeats a member");
        }
    }
}
