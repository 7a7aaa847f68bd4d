using Attesto.Scopes;

namespace Attesto.Policies;

/// <summary>Grants what was asked: the request is already within the catalogue and the client's allowance. What applies where the host has no policy of its own.</summary>
internal sealed class WholeRequestScopePolicy : IScopePolicy
{
    public ValueTask<Result<ScopeSet>> GrantAsync(ScopeRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<ScopeSet>>(request.Requested);
}
