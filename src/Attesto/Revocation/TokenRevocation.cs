namespace Attesto.Revocation;

/// <summary>Whether an access token was ended before it expires: by itself, with its grant, or because its client or its person is gone (RFC 7009 §2.1).</summary>
/// <param name="clients">Whether their clients still exist.</param>
/// <param name="accessTokens">Which tokens are revoked.</param>
/// <param name="grants">Which grants are.</param>
/// <param name="principals">Whether their people still exist.</param>
internal sealed class TokenRevocation(IClientStore clients, IAccessTokenRevocationStore accessTokens, IGrantStore grants, IPrincipalPolicy principals)
{
    /// <summary>True if the token is worth nothing any more.</summary>
    /// <param name="token">A token that is good in itself.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it was ended.</returns>
    public async ValueTask<bool> IsRevokedAsync(VerifiedAccessToken token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        return await clients.FindAsync(token.ClientId, cancellationToken) is not { IsRevoked: false } client || await IsRevokedAsync(token, client, cancellationToken);
    }

    /// <summary>The same for a token whose client is known to exist.</summary>
    internal async ValueTask<bool> IsRevokedAsync(VerifiedAccessToken token, Client client, CancellationToken cancellationToken)
    {
        if (await accessTokens.IsRevokedAsync(token.Id, cancellationToken))
        {
            return true;
        }

        // A grant that is not found has been swept: it is over.
        return token.GrantId is { } id
            && (await grants.FindAsync(id, cancellationToken) is not { RevokedAt: null } grant
                || await principals.FindAsync(AboutPersonOf(grant, client, token), cancellationToken) is null);
    }

    private static PrincipalContext AboutPersonOf(Grant grant, Client client, VerifiedAccessToken token) =>
        new() { Client = client, Subject = grant.Authorization.Subject, Scope = token.Scope, Authorization = grant.Authorization };
}
