using Microsoft.Extensions.Logging;

namespace Attesto.Scopes;

/// <summary>Stands where the host has no policy of its own: nobody has granted any scope, so none is granted.</summary>
internal sealed partial class MissingScopePolicy(ILogger<MissingScopePolicy> logger) : IScopePolicy
{
    public ValueTask<Result<ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken)
    {
        if (context.Requested.Count == 0)
        {
            return ValueTask.FromResult<Result<ScopeSet>>(context.Requested);
        }

        LogMissing(logger);
        return ValueTask.FromResult<Result<ScopeSet>>(OAuthError.InvalidScope("this server grants no scope"));
    }

    [LoggerMessage(2011, LogLevel.Error, "No scope is granted: no IScopePolicy is registered. Call AddScopePolicy<T>() or UseScopes(...) on the builder that AddAttesto returns.")]
    private static partial void LogMissing(ILogger logger);
}
