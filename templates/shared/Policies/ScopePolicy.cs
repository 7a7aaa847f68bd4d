using Attesto;

namespace PoliciesNamespace;

/// <summary>Which of the requested scopes may this client and this person have (RFC 6749 §3.3)? None yet.</summary>
public sealed class ScopePolicy(Stub stub) : IScopePolicy
{
    public ValueTask<Result<ScopeSet>> GrantAsync(ScopeRequest request, CancellationToken cancellationToken) =>
        // ValueTask.FromResult<Result<ScopeSet>>(request.Requested); grants what the client may ask for
        ValueTask.FromResult<Result<ScopeSet>>(OAuthError.InvalidScope(stub.Denies("Policies/ScopePolicy.cs")));
}
