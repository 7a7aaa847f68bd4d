namespace Attesto;

/// <summary>Which access tokens are refused before they expire (RFC 7009 §2, RFC 6749 §4.1.2). Asked by UserInfo, introspection and in-process resource checks.</summary>
public interface IAccessTokenRevocationStore
{
    /// <summary>Refuses an access token from now on. Doing it twice is harmless.</summary>
    /// <param name="accessTokenId">The <c>jti</c> of the access token.</param>
    /// <param name="expiresAt">When the token expires; the record may be dropped after that.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task RevokeAsync(string accessTokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>True if the access token was revoked.</summary>
    /// <param name="accessTokenId">The <c>jti</c> of the access token.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was.</returns>
    Task<bool> IsRevokedAsync(string accessTokenId, CancellationToken cancellationToken);
}
