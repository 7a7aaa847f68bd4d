using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Jose;

namespace Attesto.Issuing;

/// <summary>The checks of a principal against the configured kinds, the same when a token is minted and when it comes back.</summary>
internal static class PrincipalKinds
{
    /// <summary>The kind, if it is configured and the subject bears its prefix and more.</summary>
    public static PrincipalKind? Find(AttestoOptions options, string kind, string subject)
    {
        for (var i = 0; i < options.Subjects.PrincipalKinds.Count; i++) // foreach over an interface allocates
        {
            var candidate = options.Subjects.PrincipalKinds[i];
            if (string.Equals(candidate.Value, kind, StringComparison.Ordinal))
            {
                return subject.Length > candidate.SubPrefix.Length && subject.StartsWith(candidate.SubPrefix, StringComparison.Ordinal)
                    ? candidate
                    : null;
            }
        }

        return null;
    }

    public static bool HasRequiredClaims(PrincipalKind kind, JsonObject? claims, string clientId)
    {
        foreach (var (name, shape) in kind.RequiredClaims)
        {
            var fits = claims?[name] is JsonValue value ? Fits(value.ToJsonElement(), shape)
                : string.Equals(name, TokenClaims.ClientId, StringComparison.Ordinal) && clientId.Length > 0;
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    public static bool HasRequiredClaims(PrincipalKind kind, JsonElement payload)
    {
        foreach (var (name, shape) in kind.RequiredClaims)
        {
            if (!payload.TryGetProperty(name, out var value) || !Fits(value, shape))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Fits(JsonElement value, ClaimShape shape) => shape switch
    {
        ClaimShape.NonEmptyString => value.ValueKind is JsonValueKind.String && value.GetString()!.Length > 0,
        ClaimShape.String => value.ValueKind is JsonValueKind.String,
        _ => value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0,
    };

    // A host may have made the value from a string, a number or parsed JSON; its text is what will be signed.
    private static JsonElement ToJsonElement(this JsonValue value) => JsonElement.Parse(value.ToJsonString());
}
