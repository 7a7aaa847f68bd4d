using System.Text.Json;
using Attesto.Jose;

namespace Attesto.Grants;

/// <summary>The <c>may_act</c> claim of a subject token (RFC 8693 §4.4): who may act for its subject.</summary>
internal static class MayAct
{
    public const string Claim = "may_act";

    /// <summary>True if the claim names the actor, or without an actor token the client itself. A member that is not understood admits nobody.</summary>
    public static bool Allows(JsonElement claim, VerifiedAccessToken? actor, string clientId, string? issuer)
    {
        if (claim.ValueKind is not JsonValueKind.Object || (!claim.Has(TokenClaims.Sub) && !claim.Has(TokenClaims.ClientId)))
        {
            return false;
        }

        foreach (var member in claim.EnumerateObject())
        {
            var wanted = member.Name switch
            {
                TokenClaims.Sub => actor?.Subject ?? clientId,
                TokenClaims.ClientId => actor?.ClientId ?? clientId,
                TokenClaims.Iss => issuer,
                _ => null,
            };
            if (wanted is null || member.Value.ValueKind is not JsonValueKind.String || !member.Value.ValueEquals(wanted))
            {
                return false;
            }
        }

        return true;
    }
}
