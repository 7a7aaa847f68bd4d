using System.Collections.Immutable;
using Attesto.Events;

namespace Attesto.Issuing;

/// <summary>Freshly issued tokens, and what is to be told about them.</summary>
/// <param name="Response">The response (RFC 6749 §5.1).</param>
/// <param name="AccessToken">The access token in it.</param>
/// <param name="Approved">What they were issued for.</param>
internal sealed record IssuedTokens(TokenResponse Response, IssuedAccessToken AccessToken, ApprovedIssuance Approved)
{
    /// <summary>What happened, in order.</summary>
    public ImmutableArray<ServerEvent> Events => Response.RefreshToken is null
        ? [TokenEvents.Of(EventName.TokenIssued, Approved)]
        : [TokenEvents.Of(EventName.TokenIssued, Approved), TokenEvents.Of(EventName.RefreshIssued, Approved)];

    /// <summary>The outcome of the token request.</summary>
    /// <returns>The response with its events.</returns>
    public Outcome<TokenResponse> ToOutcome() => new(Response, Events);
}
