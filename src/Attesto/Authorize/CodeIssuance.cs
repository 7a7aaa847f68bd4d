using Microsoft.Extensions.Options;

namespace Attesto.Authorize;

/// <summary>Issues authorization codes (RFC 6749 §4.1.2).</summary>
internal sealed class CodeIssuance(IAuthorizationCodeStore codes, IPushedRequestStore pushedRequests, IOptions<AttestoOptions> options, TimeProvider clock)
{
    /// <summary>Spends what the request was loaded from, if it was, and stores a code.</summary>
    /// <param name="request">The validated request.</param>
    /// <param name="authorization">What was granted.</param>
    /// <param name="cancellationToken">Cancels the call, up to the take.</param>
    /// <returns>The code; null if that expired meanwhile or another call took it.</returns>
    internal async Task<string?> IssueAsync(AuthorizationRequest request, Authorization authorization, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var stored in request.Stored)
        {
            if (stored.ExpiresAt <= now || !await pushedRequests.TakeAsync(stored.Hash, cancellationToken))
            {
                return null;
            }
        }

        var code = Secret.New();
        await codes.AddAsync(
            new AuthorizationCode
            {
                Hash = TokenHash.Of(code),
                Authorization = authorization,
                RedirectUri = request.RedirectUri.Value,
                Challenge = request.Challenge,
                DpopJkt = request.DpopJkt,
                Nonce = request.Nonce,
                ExpiresAt = now + options.Value.AuthorizationCodeLifetime,
            },
            CancellationToken.None); // the request is spent: whoever holds it gets its code
        return code;
    }
}
