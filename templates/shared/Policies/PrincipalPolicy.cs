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

/// <summary>Whom is a token about? Also the place to refuse a person who was locked out since: a refresh asks again.</summary>
public sealed class PrincipalPolicy(Stub stub) : IPrincipalPolicy
{
    public ValueTask<Principal?> FindAsync(PrincipalContext context, CancellationToken cancellationToken)
    {
        // return ValueTask.FromResult<Principal?>(context.Subject is { } person ? new Principal("user", $"usr_{person}") : new Principal("client", $"cli_{context.Client.Id}"));
        stub.Denies("Policies/PrincipalPolicy.cs");
        return ValueTask.FromResult<Principal?>(null);
    }
}
