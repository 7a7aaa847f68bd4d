using Attesto;

namespace PoliciesNamespace;

/// <summary>Does this authorization come with a refresh token? None does yet.</summary>
public sealed class RefreshTokenPolicy(Stub stub) : IRefreshTokenPolicy
{
    public ValueTask<bool> IssuesAsync(Client client, Authorization authorization, CancellationToken cancellationToken)
    {
        // return ValueTask.FromResult(authorization.Scope.Contains("offline_access"));
        stub.Denies("Policies/RefreshTokenPolicy.cs");
        return ValueTask.FromResult(false);
    }
}
