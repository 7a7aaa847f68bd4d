using Attesto.Authorize;
using Attesto.Clients;

namespace Attesto.Lab.Policies;

/// <summary>A refresh token where <c>offline_access</c> was granted.</summary>
public sealed class RefreshTokenPolicy : IRefreshTokenPolicy
{
    public ValueTask<bool> IssuesAsync(RefreshTokenContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(context.Authorization.Scope.Contains("offline_access"));
}
