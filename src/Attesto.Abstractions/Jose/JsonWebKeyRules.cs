using System.Buffers.Text;
using System.Numerics;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Jose;

/// <summary>What a public key must be before the library sees it: the library takes an empty key, coordinates of one byte and secrets without a word.
/// Whether a point lies on its curve, the platform decides when the key is first used.</summary>
internal static class JsonWebKeyRules
{
    private const int MinRsaBits = 2048; // RFC 7518 §3.3
    private const int MaxRsaBits = 4096; // a verification costs the square of it
    private const int MaxExponent = 4;   // bytes; more only make a verification slow
    private const int Ed25519Length = 32;
    private const string Verify = "verify";

    public static JoseFault FaultOf(JsonWebKey key)
    {
        if (IsSecret(key))
        {
            return JoseFault.PrivateKey;
        }

        var fault = key.Kty switch
        {
            "EC" => FaultOfPoint(key),
            "RSA" => FaultOfRsa(key),
            "OKP" => FaultOfOctets(key),
            null => JoseFault.MalformedKey,
            _ => JoseFault.UnsupportedKey,
        };
        return
            fault is not JoseFault.None ? fault :
            !HasOperations(key) ? JoseFault.MalformedKey :
            key.Alg is not { } algorithm || JoseAlgorithms.Fits(key, algorithm) ? JoseFault.None :
            JoseAlgorithms.Known.AsSpan().Contains(algorithm) ? JoseFault.MalformedKey :
            JoseFault.UnsupportedKey;
    }

    /// <summary>True if the key may verify signatures (RFC 7517 §4.2, §4.3).</summary>
    public static bool IsForVerifying(JsonWebKey key) => key.Use is null or "sig" && (key.KeyOps.Count == 0 || key.KeyOps.Contains(Verify));

    // RFC 7518 §6.2.2, §6.3.2, §6.4.1, RFC 8037 §2.
    private static bool IsSecret(JsonWebKey key) =>
        (key.D ?? key.P ?? key.Q ?? key.DP ?? key.DQ ?? key.QI ?? key.K) is not null || key.Oth.Count > 0;

    // The full size, leading zeros included (RFC 7518 §6.2.1.2), so that a key has one form and one thumbprint.
    private static JoseFault FaultOfPoint(JsonWebKey key)
    {
        var size = key.Crv switch { "P-256" => 32, "P-384" => 48, "P-521" => 66, _ => 0 };
        return
            size == 0 ? JoseFault.UnsupportedKey :
            HasLength(key.X, size) && HasLength(key.Y, size) ? JoseFault.None :
            JoseFault.MalformedKey;
    }

    private static JoseFault FaultOfOctets(JsonWebKey key) =>
        !string.Equals(key.Crv, "Ed25519", StringComparison.Ordinal) ? JoseFault.UnsupportedKey :
        HasLength(key.X, Ed25519Length) ? JoseFault.None :
        JoseFault.MalformedKey;

    // The minimum of octets (RFC 7518 §6.3.1.1), so that a key has one form and one thumbprint.
    private static JoseFault FaultOfRsa(JsonWebKey key)
    {
        if (!CanonicalBase64Url.TryDecode(key.N, out var modulus) || !CanonicalBase64Url.TryDecode(key.E, out var exponent)
            || modulus is not [not 0, ..] || exponent is not [not 0, ..] || exponent.Length > MaxExponent || (exponent[^1] & 1) == 0 || exponent is [1])
        {
            return JoseFault.MalformedKey;
        }

        var bits = (modulus.Length * 8) - (BitOperations.LeadingZeroCount(modulus[0]) - 24);
        return bits < MinRsaBits ? JoseFault.WeakKey : bits > MaxRsaBits ? JoseFault.UnsupportedKey : JoseFault.None;
    }

    private static bool HasLength(string? text, int bytes) => text?.Length == Base64Url.GetEncodedLength(bytes) && CanonicalBase64Url.IsValid(text);

    // RFC 7517 §4.3: no operation stands twice.
    private static bool HasOperations(JsonWebKey key) => key.KeyOps.Count < 2 || key.KeyOps.Distinct(StringComparer.Ordinal).Count() == key.KeyOps.Count;
}
