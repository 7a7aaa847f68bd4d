#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
#if (explicitUsings)
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
#endif
using Attesto;

namespace HostNamespace.Demo;

/// <summary>Grants what was asked within the client's allowance, and a refresh token where <c>offline_access</c> is part of it.</summary>
internal sealed class DemoScopes : IScopePolicy, IRefreshTokenPolicy
{
    public ValueTask<Result<ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<ScopeSet>>(context.Requested);

    public ValueTask<bool> IssuesAsync(RefreshTokenContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult(context.Authorization.Scope.Contains("offline_access"));
}
