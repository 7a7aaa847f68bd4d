using Attesto.Clients;

namespace Attesto.Registration;

/// <summary>What a client may have that nobody vouched for: what the host lists for its kind, and <c>openid</c>. Asked at each use, so that what the host takes
/// off a list is gone from clients that registered before.</summary>
internal static class ListedAllowance
{
    /// <summary><c>openid</c> and the listed scopes.</summary>
    public static ScopeSet ScopesOf(IEnumerable<string> listed) => ScopeSet.Of([StandardScopes.OpenId, .. listed]);

    /// <summary>The client within the lists.</summary>
    public static Client Within(this Client client, ICollection<string> grantTypes, ScopeSet allowed)
    {
        var scope = client.ScopeOf();
        return client with
        {
            GrantTypes = [.. client.GrantTypes!.Value.Where(grantTypes.Contains)],
            AllowedScope = scope.IsSubsetOf(allowed) ? scope : ScopeSet.Of(scope.Where(allowed.Contains)),
        };
    }
}
