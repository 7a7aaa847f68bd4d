using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace Attesto.Authorize;

/// <summary>Runs the checks.</summary>
internal sealed class AuthorizationValidation(CheckServices services, IOptions<AttestoOptions> options, TimeProvider clock)
{
    /// <summary>The table, which a test may watch.</summary>
    internal ImmutableArray<Check> Checks { get; init; } = AuthorizationChecks.All;

    /// <summary>Runs every check of one endpoint, in order, until one fails, or one finds that the request was judged before.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The context as far as it came, and the fault, or null if it passed.</returns>
    public async ValueTask<(AuthorizationContext Context, OAuthError? Fault)> RunAsync(On endpoint, OAuthRequest request, CancellationToken cancellationToken)
    {
        var context = new AuthorizationContext(endpoint, request, options.Value, clock.GetUtcNow());
        foreach (var check in Checks)
        {
            if (check.Endpoints.HasFlag(endpoint) && await check.Run(context, services, cancellationToken) is { } fault)
            {
                return (context, fault);
            }

            if (context.Resumed is not null)
            {
                break;
            }
        }

        return (context, null);
    }
}
