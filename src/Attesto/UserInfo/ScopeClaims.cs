using System.Collections.Frozen;
using System.Collections.Immutable;
using Attesto.Scopes;

namespace Attesto.UserInfo;

/// <summary>Which claims a scope opens (OpenID Connect Core §5.4).</summary>
internal static class ScopeClaims
{
    private static readonly FrozenDictionary<string, ImmutableArray<string>> ByScope = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
    {
        [StandardScopes.Profile] =
        [
            "name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture",
            "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at",
        ],
        [StandardScopes.Email] = ["email", "email_verified"],
        [StandardScopes.Address] = ["address"],
        [StandardScopes.Phone] = ["phone_number", "phone_number_verified"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The claims that a scope opens; empty for any other scope.</summary>
    internal static ImmutableArray<string> Of(string scope) => ByScope.GetValueOrDefault(scope, []);

    /// <summary>The scope that opens a claim, or null.</summary>
    internal static string? ScopeOf(string claim)
    {
        foreach (var (scope, claims) in ByScope)
        {
            if (claims.Contains(claim, StringComparer.Ordinal))
            {
                return scope;
            }
        }

        return null;
    }
}
