#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System.Threading;
using System.Threading.Tasks;
#endif
using Attesto;

namespace PoliciesNamespace;

/// <summary>Does this authorization come with a refresh token? None does yet.</summary>
public sealed class RefreshTokenPolicy(Stub stub) : IRefreshTokenPolicy
{
    public ValueTask<bool> IssuesAsync(RefreshTokenContext context, CancellationToken cancellationToken)
    {
        // return ValueTask.FromResult(context.Authorization.Scope.Contains("offline_access"));
        stub.Denies("Policies/RefreshTokenPolicy.cs");
        return ValueTask.FromResult(false);
    }
}
