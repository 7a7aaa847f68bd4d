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

/// <summary>Which of the requested scopes may this client and this person have (RFC 6749 §3.3)? None yet.</summary>
public sealed class ScopePolicy(Stub stub) : IScopePolicy
{
    public ValueTask<Result<ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken)
    {
        // return ValueTask.FromResult<Result<ScopeSet>>(context.Requested); // what was asked for, within the client's allowance
        var description = stub.Denies("Policies/ScopePolicy.cs");
        return ValueTask.FromResult<Result<ScopeSet>>(OAuthError.InvalidScope(description));
    }
}
