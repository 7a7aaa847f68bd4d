using Microsoft.Extensions.Options;

namespace Attesto.Authorize;

/// <summary>Runs the score.</summary>
internal sealed class AuthorizationValidation(CheckSeams seams, IOptions<AttestoOptions> options, TimeProvider clock)
{
    /// <summary>Runs every check of one endpoint, in order, until one fails, or one finds that the request was judged before.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The draft as far as it came, and the fault, or null if it passed.</returns>
    public async ValueTask<(AuthorizationDraft Draft, OAuthError? Fault)> RunAsync(On endpoint, OAuthRequest request, CancellationToken cancellationToken)
    {
        var draft = new AuthorizationDraft(endpoint, request, options.Value, clock.GetUtcNow());
        foreach (var check in AuthorizationChecks.Score)
        {
            if (check.On.HasFlag(endpoint) && await check.Run(draft, seams, cancellationToken) is { } fault)
            {
                return (draft, fault);
            }

            if (draft.Resumed is not null)
            {
                break;
            }
        }

        return (draft, null);
    }
}
