using Attesto;

namespace HostNamespace.Demo;

/// <summary>Grants what was asked within the client's allowance, and a refresh token where <c>offline_access</c> is part of it.</summary>
internal sealed class DemoScopes : IScopePolicy, IRefreshTokenPolicy
{
    public ValueTask<Result<ScopeSet>> GrantAsync(ScopeRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<ScopeSet>>(request.Requested);

    public ValueTask<bool> IssuesAsync(Client client, Authorization authorization, CancellationToken cancellationToken) =>
        ValueTask.FromResult(authorization.Scope.Contains("offline_access"));
}
