using System.Collections.Immutable;

namespace Attesto.Management;

/// <summary>A row of OpenIddict's applications. What it may do stands in its permissions, each a text with a prefix.</summary>
internal static class OpenIddictApplication
{
    /// <summary>Reads one.</summary>
    /// <param name="row">The row.</param>
    /// <param name="clientId">Its client_id.</param>
    /// <param name="resourcesOf">The resources of a scope.</param>
    public static ForeignClient Read(ForeignRow row, string clientId, Func<string, IEnumerable<string>> resourcesOf)
    {
        var permissions = row.List("Permissions");
        var requirements = row.List("Requirements");
        var grants = Those(permissions, "gt:").ToLookup(ForeignNames.IsGrant);
        var scopes = Those(permissions, "scp:").ToList();
        var resources = Those(permissions, "rsrc:").Concat(Those(permissions, "aud:")).Concat(scopes.SelectMany(resourcesOf))
            .Distinct(StringComparer.Ordinal).ToLookup(ForeignNames.IsResource);
        var isPublic = string.Equals(row.Text("ClientType"), "public", StringComparison.OrdinalIgnoreCase);
        var requiresPkce = requirements.Contains("ft:pkce", StringComparer.Ordinal);
        var codes = grants[true].Contains(GrantTypes.AuthorizationCode, StringComparer.Ordinal);
        var stored = row.Text("JsonWebKeySet");
        _ = ForeignKeys.TryReadSet(stored, out var keys);
        var lostSecret = row.Text("ClientSecret") is null || isPublic ? null : "its secret is kept as a salted PBKDF2 hash";
        var client = new Client
        {
            Id = clientId,
            Name = row.Text("DisplayName"),
            LocalizedNames = row.Object("DisplayNames").Where(name => name.Value is not null)
                .ToImmutableDictionary(name => name.Key, name => $"{name.Value}", StringComparer.Ordinal),
            IsPublic = isPublic,
            ApplicationType = string.Equals(row.Text("ApplicationType"), "native", StringComparison.OrdinalIgnoreCase) ? ApplicationType.Native : ApplicationType.Web,
            TokenEndpointAuthMethod = keys is not null && lostSecret is null && !isPublic ? AuthenticationMethods.PrivateKeyJwt : null,
            Jwks = isPublic ? null : keys,
            RedirectUris = [.. row.List("RedirectUris")],
            PostLogoutRedirectUris = [.. row.List("PostLogoutRedirectUris")],
            GrantTypes = [.. grants[true]],
            AllowedScope = ForeignNames.Scope([.. Implied(codes, grants[true]), .. scopes]),
            AllowedResources = [.. resources[true]],
            RequirePkce = codes && !isPublic && !requiresPkce ? false : null,
            RequirePushedAuthorizationRequests = requirements.Contains("ft:par", StringComparer.Ordinal),
            RememberConsent = string.Equals(row.Text("ConsentType"), "systematic", StringComparison.OrdinalIgnoreCase) ? false : null,
        };
        return new(
            client,
            [
                .. grants[false].Select(ForeignNames.NoGrant),
                .. Those(permissions, "rst:").Where(type => type is not "code").Select(type => $"The response type \"{type}\" is gone: code is the one that there is."),
                .. resources[false].Select(ForeignNames.NoResource),
                .. row.Text("ConsentType")?.ToLowerInvariant() is "implicit" or "external"
                    ? new[] { $"Its consent type is {row.Text("ConsentType")}: nobody was asked. Whom to ask is for Policies/ConsentPolicy.cs to say." }
                    : [],
                .. isPublic && codes && !requiresPkce ? ["PKCE was optional for it, and no public client goes without here (RFC 9700 §2.1.1)."] : Array.Empty<string>(),
                .. row.Object("Settings").Where(setting => setting.Key.StartsWith("tkn_lft:", StringComparison.Ordinal))
                    .Select(setting => $"Its token lifetime {setting.Key} has no counterpart for one client."),
                .. row.Object("Properties").Count > 0 ? ["It has properties of the host's own."] : Array.Empty<string>(),
                .. stored is not null && keys is null ? ["Its key set cannot be used: give it public keys (RFC 7517 §5)."] : Array.Empty<string>(),
            ],
            lostSecret);
    }

    private static IEnumerable<string> Those(IEnumerable<string> permissions, string prefix) =>
        permissions.Where(permission => permission.StartsWith(prefix, StringComparison.Ordinal)).Select(permission => permission[prefix.Length..]);

    // OpenIddict asks no permission for these two.
    private static IEnumerable<string> Implied(bool codes, IEnumerable<string> grants)
    {
        if (codes || grants.Contains(GrantTypes.DeviceCode, StringComparer.Ordinal))
        {
            yield return StandardScopes.OpenId;
            if (grants.Contains(GrantTypes.RefreshToken, StringComparer.Ordinal))
            {
                yield return StandardScopes.OfflineAccess;
            }
        }
    }
}
