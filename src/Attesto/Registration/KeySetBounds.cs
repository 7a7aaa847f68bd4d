using System.Text.Json;
using Attesto.Jose;

namespace Attesto.Registration;

/// <summary>How many keys a stranger may bring, and how large: each signature of theirs that this server checks costs what their keys say.</summary>
internal static class KeySetBounds
{
    public const int MaxKeys = 10;
    public const int MaxRsaBits = 4096;

    private const int MaxModulusDigits = ((MaxRsaBits / 8 * 4) + 2) / 3; // base64url without padding

    /// <summary>True if a JWK Set (RFC 7517 §5) is within the bounds. One that is malformed is for its own reader to refuse.</summary>
    public static bool Allow(JsonElement jwks) =>
        !jwks.TryGetProperty("keys", out var keys) || keys.ValueKind is not JsonValueKind.Array
        || (keys.GetArrayLength() <= MaxKeys && !keys.EnumerateArray().Any(IsTooLarge));

    private static bool IsTooLarge(JsonElement key) =>
        key.ValueKind is JsonValueKind.Object && key.Text("n") is { Length: > MaxModulusDigits };
}
