using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attesto.Issuing;

/// <summary>The <c>claims</c> request parameter (OpenID Connect Core §5.5) as it rides on codes and tokens.</summary>
internal static class RequestedClaims
{
    public static JsonObject? Parse(string? json)
    {
        try
        {
            return json is null ? null : JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
