using Attesto.Clients;
using Microsoft.Extensions.Options;

namespace Attesto.Scopes;

/// <summary>What may be asked for at all: the server's catalogue and the client's allowance (RFC 6749 §3.3).</summary>
/// <param name="options">The catalogue.</param>
internal sealed class ScopeCatalogue(IOptions<AttestoOptions> options)
{
    private const int LongestNamed = 100; // in a refusal, which says what was asked; every character of a scope token may stand there (RFC 6749 §A.4, §A.8)

    /// <summary>The scope of a request: if none is named, the client's default, as far as catalogue and allowance reach; refused beyond them.</summary>
    /// <param name="text">The <c>scope</c> parameter, or null.</param>
    /// <param name="client">Who asks.</param>
    /// <returns>The requested scope, possibly empty, or <c>invalid_scope</c>.</returns>
    public Result<ScopeSet> Read(string? text, Client client)
    {
        if (!ScopeSet.TryParse(text, out var scope))
        {
            return OAuthError.InvalidScope("the scope is malformed");
        }

        return scope.Count == 0 ? Restrict(client.DefaultScope ?? ScopeSet.Empty, client) : Check(scope, client);
    }

    /// <summary>Refuses a scope beyond catalogue or allowance. A wildcard must stand in the client's allowance word for word.</summary>
    /// <param name="scope">The requested scope.</param>
    /// <param name="client">Who asks.</param>
    /// <returns>The same scope, or <c>invalid_scope</c>.</returns>
    public Result<ScopeSet> Check(ScopeSet scope, Client client)
    {
        foreach (var token in scope.Tokens)
        {
            if (!IsServed(token, client))
            {
                return OAuthError.InvalidScope($"the scope{(token.Length > LongestNamed ? "" : $" {token}")} is unknown or beyond what this client may ask for");
            }
        }

        return scope;
    }

    /// <summary>What is left of a scope that was granted earlier, where catalogue or allowance have shrunk since.</summary>
    /// <param name="scope">The scope as granted.</param>
    /// <param name="client">Whose it is.</param>
    /// <returns>The scope that is still served.</returns>
    public ScopeSet Restrict(ScopeSet scope, Client client)
    {
        foreach (var token in scope.Tokens)
        {
            if (!IsServed(token, client))
            {
                return ScopeSet.Of(scope.Where(token => IsServed(token, client)));
            }
        }

        return scope;
    }

    private bool IsServed(string token, Client client) =>
        token.Contains('*')
            ? client.ScopeOf().Contains(token)
            : (token is StandardScopes.OpenId || options.Value.Scopes.Supported.Contains(token)) && ScopeAlgebra.Covers(client.ScopeOf(), token);
}
