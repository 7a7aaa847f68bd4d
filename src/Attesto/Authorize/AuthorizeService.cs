using Attesto.Policies;

namespace Attesto.Authorize;

/// <summary>The authorization endpoint (RFC 6749 §3.1): validate, sign in, ask consent, issue a code.</summary>
public sealed class AuthorizeService
{
    /// <summary>Answers one authorization request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="interaction">The person at the browser.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>What the browser gets, and the events.</returns>
    public Task<AuthorizeOutcome> HandleAsync(OAuthRequest request, IInteraction interaction, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
