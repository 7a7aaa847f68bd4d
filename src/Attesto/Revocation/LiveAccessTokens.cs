using System.Collections.Immutable;
using Attesto.Issuing;
using Attesto.Jose;
using Attesto.Resources;
using Microsoft.Extensions.Options;

namespace Attesto.Revocation;

/// <summary>Access tokens of this server that are still worth something, whichever of its resources they are for. Their binding is named, not proven.</summary>
/// <param name="verifier">Reads access tokens.</param>
/// <param name="revocation">Which of them are revoked, or their grants.</param>
/// <param name="clients">Whether their clients still exist.</param>
/// <param name="options">The resources served.</param>
internal sealed class LiveAccessTokens(
    AccessTokenVerifier verifier, TokenRevocation revocation, IClientStore clients, IOptions<AttestoOptions> options)
{
    /// <summary>Reads a token.</summary>
    /// <param name="text">The token as presented; any string.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The token, or null if it is none of ours, expired or revoked, or names an audience that this server does not serve.</returns>
    public async ValueTask<VerifiedAccessToken?> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (!CompactJws.TryParse(text, out var jws, out _)
            || TokenClaims.AudienceOf(jws.Payload) is not { IsEmpty: false } audience
            || !(await verifier.VerifyAsync(jws, audience, cancellationToken)).TryGet(out var token, out _)
            || await clients.FindAsync(token.ClientId, cancellationToken) is not { IsRevoked: false } client
            || !IsServed(token.Audience, client))
        {
            return null;
        }

        return await revocation.IsRevokedAsync(token, client, cancellationToken) ? null : token;
    }

    private bool IsServed(ImmutableArray<string> audience, Client client) =>
        audience.All(value => ServedAudiences.Contains(value, client, options.Value));
}
