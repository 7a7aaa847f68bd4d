using Attesto.Authorize;
using Attesto.Clients;

namespace Attesto.Lab.Policies;

/// <summary>A refresh token where <c>offline_access</c> was granted.</summary>
public sealed class RefreshTokenPolicy : IRefreshTokenPolicy
{
    public ValueTask<bool> IssuesAsync(Client client, Authorization authorization, CancellationToken cancellationToken) =>
        ValueTask.FromResult(authorization.Scope.Contains("offline_access"));
}
