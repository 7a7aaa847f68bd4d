using Attesto.Events;
using Attesto.Issuing;

namespace Attesto.Grants;

/// <summary>What happens when a redeemed code comes back: everything that came of it is revoked (RFC 6749 §4.1.2).</summary>
/// <param name="refreshTokens">Revokes the family.</param>
/// <param name="accessTokens">Revokes the first access token.</param>
internal sealed class CodeReplay(IRefreshTokenStore refreshTokens, IAccessTokenRevocationStore accessTokens)
{
    /// <summary>Revokes, and refuses. The replayer cannot cancel it.</summary>
    /// <param name="stored">The redeemed code.</param>
    /// <returns><c>invalid_grant</c>.</returns>
    internal async Task<Outcome<TokenResponse>> AnswerAsync(StoredCode stored)
    {
        await refreshTokens.RevokeFamilyAsync(stored.Code.Authorization.FamilyId, CancellationToken.None);
        if (stored is { AccessTokenId: { } id, AccessTokenExpiresAt: { } expiresAt })
        {
            await accessTokens.RevokeAsync(id, expiresAt, CancellationToken.None);
        }

        return OAuthError.InvalidGrant(GrantFault.Replayed);
    }
}
