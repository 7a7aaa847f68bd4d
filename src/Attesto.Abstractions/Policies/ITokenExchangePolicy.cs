using System.Collections.Immutable;

namespace Attesto;

/// <summary>Decides whether a client may exchange a token for one that another API takes (RFC 8693 §1.1). Without this policy an exchange only narrows: the new token
/// is for no audience that the presented one was not for.</summary>
public interface ITokenExchangePolicy
{
    /// <summary>Decides about resources that the presented token is not for. That the client may ask for them, and that scope, lifetime, sender constraint and
    /// <c>may_act</c> of the presented token hold, was checked before.</summary>
    /// <param name="request">Who wants to reach what, on whose behalf.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True to issue the token; false is <c>invalid_target</c>.</returns>
    ValueTask<bool> AllowsAsync(TokenExchangeRequest request, CancellationToken cancellationToken);
}

/// <summary>A question to <see cref="ITokenExchangePolicy"/>.</summary>
/// <param name="Client">The client that exchanges.</param>
/// <param name="SubjectToken">The token that it presents, verified.</param>
/// <param name="Scope">The scope of the new token: that of the presented one at most.</param>
/// <param name="Resources">What the new token would be for.</param>
public sealed record TokenExchangeRequest(Client Client, VerifiedAccessToken SubjectToken, ScopeSet Scope, ImmutableArray<string> Resources);
