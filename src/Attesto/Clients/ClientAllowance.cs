namespace Attesto.Clients;

/// <summary>What a client may do. What its registration leaves out is not allowed, save what RFC 7591 §2 says of an omission.</summary>
internal static class ClientAllowance
{
    private static readonly ScopeSet OpenId = ScopeSet.Of(StandardScopes.OpenId);

    /// <summary>True if the client may use the grant: one that it is named for; where nothing is named, the code and its refresh (RFC 7591 §2).</summary>
    public static bool MayUse(this Client client, string grantType) =>
        client.GrantTypes is { } named
            ? named.Contains(grantType, StringComparer.Ordinal)
            : grantType is GrantTypes.AuthorizationCode or GrantTypes.RefreshToken;

    /// <summary>The scope that it may ask for; where nothing is said, <c>openid</c> alone, which tells who somebody is and opens nothing.</summary>
    public static ScopeSet ScopeOf(this Client client) => client.AllowedScope ?? OpenId;
}
