using Attesto.Resources;
using Microsoft.Extensions.Options;

namespace Attesto.Authorize;

/// <summary>Issues authorization codes (RFC 6749 §4.1.2).</summary>
internal sealed class CodeIssuance(
    IAuthorizationCodeStore codes, PendingRequests pending, AuthorizationResponder responder, IOptions<AttestoOptions> options, TimeProvider clock)
{
    /// <summary>Stores a code, and spends the reference that the request came with, if it did.</summary>
    /// <param name="request">The validated request.</param>
    /// <param name="authorization">What was granted.</param>
    /// <param name="cancellationToken">Cancels the call, up to the point of no return.</param>
    /// <returns>The response with the code; null if another call spent the reference.</returns>
    internal async Task<AuthorizationResponse?> IssueAsync(AuthorizationRequest request, Authorization authorization, CancellationToken cancellationToken)
    {
        var code = Secret.New();
        var response = await responder.SucceedAsync(request, code, cancellationToken);
        var now = clock.GetUtcNow();
        await codes.AddAsync(
            new AuthorizationCode
            {
                Hash = TokenHash.Of(code),
                Authorization = authorization,
                RedirectUri = request.RedirectUri.Value,
                Challenge = request.Challenge,
                DpopJkt = request.DpopJkt,
                Nonce = request.Nonce,
                ExpiresAt = now + options.Value.Authorization.CodeLifetime,
                KeepUntil = now + options.Value.Authorization.CodeLifetime + AccessTokenFormat.LongestLifetime(options.Value),
            },
            CancellationToken.None); // from here on a browser that hangs up changes nothing

        // The code is stored first: whoever finds the remembered answer finds its code. That of a call which comes too late is never told to anybody.
        return request.Reference is not { } reference
            || await pending.AnswerAsync(reference, RememberedAnswer.Of(authorization.Subject, code, response), CancellationToken.None)
                ? response
                : null;
    }
}
