using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Attesto.Jose;

/// <summary>The types that the claims of every JWT have (RFC 7519 §4.1, RFC 9068 §2.2, RFC 9449 §4.2). A claim of another type is not overlooked: it refuses the JWT.</summary>
internal static class JwtClaims
{
    // Not scope, which a request object may write as a list; who reads it asks for a text.
    private static readonly (byte[] Name, ClaimType Type)[] Types =
    [
        .. Named(ClaimType.Expires, TokenClaims.Exp),
        .. Named(ClaimType.IssuedAt, TokenClaims.Iat),
        .. Named(ClaimType.NotBefore, TokenClaims.Nbf),
        .. Named(ClaimType.AuthTime, TokenClaims.AuthTime),
        .. Named(ClaimType.Audience, TokenClaims.Aud),
        .. Named(ClaimType.Text, TokenClaims.Iss, TokenClaims.Sub, TokenClaims.Jti, TokenClaims.ClientId, TokenClaims.Nonce, TokenClaims.Sid, TokenClaims.Acr, TokenClaims.Azp),
        .. Named(ClaimType.Text, TokenClaims.Htm, TokenClaims.Htu, TokenClaims.Ath),
    ];

    /// <summary>Reads the times; false if a claim has another type than its specification gives it.</summary>
    public static bool TryRead(JsonElement payload, out NumericDates dates)
    {
        long? expires = null, issuedAt = null, notBefore = null, authTime = null;
        var read = true;
        foreach (var claim in payload.EnumerateObject())
        {
            read &= TypeOf(claim) switch
            {
                ClaimType.Text => claim.Value.ValueKind is JsonValueKind.String,
                ClaimType.Audience => IsAudience(claim.Value),
                ClaimType.Expires => NumericDates.TryRead(claim.Value, out expires),
                ClaimType.IssuedAt => NumericDates.TryRead(claim.Value, out issuedAt),
                ClaimType.NotBefore => NumericDates.TryRead(claim.Value, out notBefore),
                ClaimType.AuthTime => NumericDates.TryRead(claim.Value, out authTime),
                _ => true,
            };
        }

        dates = new(expires, issuedAt, notBefore, authTime);
        return read;
    }

    private enum ClaimType
    {
        Other,
        Text,
        Audience,
        Expires,
        IssuedAt,
        NotBefore,
        AuthTime,
    }

    // A name that is written with escapes means the same, and nobody writes one honestly.
    private static ClaimType TypeOf(JsonProperty claim)
    {
        var raw = JsonMarshal.GetRawUtf8PropertyName(claim);
        var name = raw.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(claim.Name) : raw;
        foreach (var (known, type) in Types)
        {
            if (name.SequenceEqual(known))
            {
                return type;
            }
        }

        return ClaimType.Other;
    }

    private static IEnumerable<(byte[] Name, ClaimType Type)> Named(ClaimType type, params string[] names) =>
        names.Select(name => (Encoding.UTF8.GetBytes(name), type));

    private static bool IsAudience(JsonElement value) =>
        value.ValueKind is JsonValueKind.String
        || (value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String));
}
