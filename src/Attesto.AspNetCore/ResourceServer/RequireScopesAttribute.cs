using Attesto.ResourceServer;
using Microsoft.AspNetCore.Authorization;

namespace Attesto.AspNetCore;

/// <summary>Requires an access token whose scope covers every named scope, wildcards in the token included; else 403 <c>insufficient_scope</c> (RFC 6750 §3.1).</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireScopesAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    private readonly RequiredScopes _required;

    /// <summary>Names the scopes.</summary>
    /// <param name="scopes">At least one, each a concrete scope. A mistake stops the start.</param>
    /// <exception cref="ArgumentException">There is none, or one is malformed or a wildcard.</exception>
    public RequireScopesAttribute(params string[] scopes)
    {
        _required = new(scopes);
        Scopes = scopes;
        AuthenticationSchemes = AttestoBearerDefaults.AuthenticationScheme;
    }

    /// <summary>The scopes.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <inheritdoc/>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() =>
        [new TokenRequirement((token, _) => _required.AreCoveredBy(token), _required.Refuse)];
}
