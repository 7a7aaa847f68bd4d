using System.Text.Json;
using Attesto.Jose;

namespace Attesto.AspNetCore;

/// <summary>Parameters in a JSON object, as the token endpoint takes them besides the form. Members that are not strings count as absent;
/// a repeated member is refused, because two parsers could disagree about it.</summary>
internal static class JsonParameters
{
    public static Result<RequestParameters> Parse(ReadOnlyMemory<byte> body)
    {
        if (!StrictJson.TryParseDocument(body.Span, out var json))
        {
            return OAuthError.InvalidRequest("the body must be one well-formed JSON object that repeats no member");
        }

        var pairs = json.EnumerateObject()
            .Where(member => member.Value.ValueKind is JsonValueKind.String)
            .Select(member => KeyValuePair.Create(member.Name, member.Value.GetString()!))
            .ToList();
        return pairs.Exists(pair => pair.Key.Contains('\0', StringComparison.Ordinal) || pair.Value.Contains('\0', StringComparison.Ordinal))
            ? OAuthError.InvalidRequest("a parameter has a NUL character")
            : new RequestParameters(pairs);
    }
}
