using System.Collections.Immutable;

namespace Attesto;

/// <summary>Decides whether a client may exchange a token for one that another API takes (RFC 8693 §1.1). Without this policy an exchange only narrows: the new token
/// is for no audience that the presented one was not for.</summary>
public interface ITokenExchangePolicy
{
    /// <summary>Decides about resources that the presented token is not for. That the client may ask for them, and that scope, lifetime, sender constraint and
    /// <c>may_act</c> of the presented token hold, was checked before.</summary>
    /// <param name="context">Who wants to reach what, on whose behalf.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True to issue the token; false is <c>invalid_target</c>.</returns>
    ValueTask<bool> AllowsAsync(TokenExchangeContext context, CancellationToken cancellationToken);
}

/// <summary>What an <see cref="ITokenExchangePolicy"/> decides about.</summary>
public sealed class TokenExchangeContext
{
    /// <summary>The client that exchanges.</summary>
    public required Client Client { get; init; }

    /// <summary>The token that it presents, verified.</summary>
    public required VerifiedAccessToken SubjectToken { get; init; }

    /// <summary>The scope of the new token: that of the presented one at most.</summary>
    public required ScopeSet Scope { get; init; }

    /// <summary>What the new token would be for.</summary>
    public required ImmutableArray<string> Resources { get; init; }
}
