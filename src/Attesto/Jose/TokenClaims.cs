using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Resources;

namespace Attesto.Jose;

/// <summary>The claim names of JWT and OpenID Connect that tokens carry, and the checks that all tokens share.</summary>
internal static class TokenClaims
{
    public const string Access = "access";
    public const string Acr = "acr";
    public const string Act = "act";
    public const string Amr = "amr";
    public const string Ath = "ath";
    public const string AtHash = "at_hash";
    public const string Aud = "aud";
    public const string AuthTime = "auth_time";
    public const string Azp = "azp";
    public const string CHash = "c_hash";
    public const string Claims = Parameters.Claims;
    public const string ClientId = Parameters.ClientId;
    public const string Cnf = "cnf";
    public const string Events = "events";
    public const string Exp = "exp";
    public const string GrantId = "grant_id";
    public const string Htm = "htm";
    public const string Htu = "htu";
    public const string Iat = "iat";
    public const string Iss = Parameters.Iss;
    public const string Jkt = "jkt";
    public const string Jti = "jti";
    public const string Nbf = "nbf";
    public const string Nonce = Parameters.Nonce;
    public const string Scope = Parameters.Scope;
    public const string Sid = "sid";
    public const string Sub = "sub";
    public const string Typ = "typ";
    public const string X5tS256 = "x5t#S256";

    public static readonly FrozenSet<string> ReservedInAccessTokens = FrozenSet.Create(
        StringComparer.Ordinal, Iss, Aud, Sub, Exp, Iat, Nbf, Jti, ClientId, Scope, Typ, Cnf, Acr, AuthTime, Claims, Act, GrantId);

    public static readonly FrozenSet<string> ReservedInIdTokens = FrozenSet.Create(
        StringComparer.Ordinal, Iss, Sub, Aud, Exp, Iat, Nbf, Jti, Nonce, Azp, AuthTime, Acr, Amr, Sid, AtHash, CHash,
        Scope, Typ, ClientId, Cnf, Events); // the second row marks the server's other tokens: with one of them an ID token would be no hint

    /// <summary>True for a string that equals a wanted one, or an array of strings alone that contains one of them.</summary>
    public static bool HasAudience(JsonElement payload, ReadOnlySpan<string> wanted)
    {
        if (!payload.TryGetProperty(Aud, out var member))
        {
            return false;
        }

        if (member.ValueKind is not JsonValueKind.Array)
        {
            return FindWanted(member, wanted) is not null;
        }

        var found = false;
        foreach (var item in member.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.String)
            {
                return false;
            }

            found |= FindWanted(item, wanted) is not null;
        }

        return found;
    }

    /// <summary>The audiences; empty if the claim is missing or anything else than a string or an array of strings.</summary>
    public static ImmutableArray<string> AudienceOf(JsonElement payload, ReadOnlySpan<string> wanted = default)
    {
        if (!payload.TryGetProperty(Aud, out var member))
        {
            return [];
        }

        return member.ValueKind switch
        {
            JsonValueKind.String => [FindWanted(member, wanted) ?? member.GetString()!],
            JsonValueKind.Array when member.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String) =>
                [.. member.EnumerateArray().Select(item => item.GetString()!)],
            _ => [],
        };
    }

    private static string? FindWanted(JsonElement member, ReadOnlySpan<string> wanted)
    {
        foreach (var candidate in wanted)
        {
            if (member.ValueKind is JsonValueKind.String && (member.ValueEquals(candidate) || ResourceUri.AreSame(candidate, member.GetString())))
            {
                return candidate;
            }
        }

        return null;
    }

    public static void WriteHostClaims(Utf8JsonWriter writer, JsonObject? claims)
    {
        if (claims is null)
        {
            return;
        }

        foreach (var (name, value) in claims)
        {
            if (string.Equals(name, ClientId, StringComparison.Ordinal))
            {
                continue; // the protocol wrote it
            }

            writer.WritePropertyName(name);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }
    }

    public static OAuthError Refused(TokenFault fault) => new(ErrorCodes.InvalidRequest, "the token could not be issued") { Fault = fault };

    public static OAuthError InvalidToken(TokenFault fault) =>
        new(ErrorCodes.InvalidToken, "the access token is invalid, expired or revoked", 401) { Fault = fault };
}
