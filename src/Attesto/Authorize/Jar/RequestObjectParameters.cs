using System.Text.Json;
using Attesto.Jose;

namespace Attesto.Authorize;

/// <summary>The claims of a request object as parameters (RFC 9101 §4).</summary>
internal static class RequestObjectParameters
{
    /// <summary>Turns claims into parameters: text stays text, numbers and objects become their JSON; a list of resources stays a list, any other is space-joined.</summary>
    internal static RequestParameters Of(JsonElement claims) => new(claims.EnumerateObject().Where(IsParameter).SelectMany(Read));

    // What the JWT itself needs is no parameter.
    private static bool IsParameter(JsonProperty claim) =>
        claim.Name is not (TokenClaims.Iss or TokenClaims.Aud or TokenClaims.Exp or TokenClaims.Nbf or TokenClaims.Iat or TokenClaims.Jti)
        && claim.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);

    private static IEnumerable<KeyValuePair<string, string>> Read(JsonProperty claim) => claim.Value.ValueKind switch
    {
        JsonValueKind.Array when claim.Name is Parameters.Resource or Parameters.Audience =>
            claim.Value.EnumerateArray().Select(item => KeyValuePair.Create(claim.Name, TextOf(item))),
        JsonValueKind.Array => [new(claim.Name, string.Join(' ', claim.Value.EnumerateArray().Select(TextOf)))],
        _ => [new(claim.Name, TextOf(claim.Value))],
    };

    private static string TextOf(JsonElement value) => value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
