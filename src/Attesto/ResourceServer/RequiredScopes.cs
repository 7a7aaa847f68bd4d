using System.Collections.Immutable;
using Attesto.Scopes;

namespace Attesto.ResourceServer;

/// <summary>The scopes that a route requires, all of them.</summary>
internal sealed class RequiredScopes
{
    private readonly ImmutableArray<string> _scopes;

    /// <summary>Takes the scopes.</summary>
    /// <param name="scopes">At least one; each a concrete scope token (RFC 6749 §3.3), for a required wildcard is never granted.</param>
    /// <exception cref="ArgumentException">There is none, or one is malformed or a wildcard.</exception>
    public RequiredScopes(params IReadOnlyCollection<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        if (scopes.Count == 0 || !scopes.All(scope => scope is not null && ScopeSet.IsToken(scope) && !scope.Contains('*')))
        {
            throw new ArgumentException("Name at least one scope, each a concrete one: printable ASCII without space, quote, backslash or '*'.", nameof(scopes));
        }

        _scopes = [.. scopes];
    }

    /// <summary>True if the scope of a token covers all of them, wildcards in the token included.</summary>
    /// <param name="token">The token.</param>
    /// <returns>Whether it does.</returns>
    public bool AreCoveredBy(VerifiedAccessToken token) => _scopes.All(scope => ScopeAlgebra.Covers(token.Scope, scope));

    /// <summary>The refusal (RFC 6750 §3.1).</summary>
    /// <param name="token">The token whose scope does not do.</param>
    /// <param name="resource">The resource.</param>
    /// <returns>A 403 whose challenge names the required scope.</returns>
    public OAuthError Refuse(VerifiedAccessToken token, ProtectedResource resource) =>
        new OAuthError(ErrorCodes.InsufficientScope, "the access token does not carry the required scope", 403) { Fault = ResourceFault.InsufficientScope }
            .Challenged(resource with { Scope = ToString() }, token.DpopJkt is not null);

    /// <summary>The wire form: space-separated.</summary>
    /// <returns>Never empty.</returns>
    public override string ToString() => string.Join(' ', _scopes);
}
