using Attesto;

namespace PoliciesNamespace;

/// <summary>Whom is a token about? Also the place to refuse a person who was locked out since: a refresh asks again.</summary>
public sealed class PrincipalPolicy(Stub stub) : IPrincipalPolicy
{
    public ValueTask<Principal?> FindAsync(PrincipalRequest request, CancellationToken cancellationToken)
    {
        // return request.Subject is { } person ? new Principal("user", $"usr_{person}") : new Principal("client", $"cli_{request.Client.Id}");
        stub.Denies("Policies/PrincipalPolicy.cs");
        return ValueTask.FromResult<Principal?>(null);
    }
}
