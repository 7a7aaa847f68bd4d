using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Attesto.Scopes;

/// <summary>Which claims a scope opens: as the host says, else as OpenID Connect Core §5.4 does. One table for UserInfo, the ID token and single claims.</summary>
internal static class ScopeClaims
{
    private static readonly FrozenDictionary<string, ImmutableArray<string>> Standard = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal)
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

    /// <summary>True if the scope opens claims by its definition.</summary>
    internal static bool IsStandard(string scope) => Standard.ContainsKey(scope);

    /// <summary>The claims that a scope opens; empty for any other scope.</summary>
    internal static ImmutableArray<string> Of(string scope, AttestoOptions options) =>
        options.Scopes.Claims.TryGetValue(scope, out var names) ? Split(names) : Standard.GetValueOrDefault(scope, []);

    /// <summary>The claims that a granted scope opens.</summary>
    internal static IEnumerable<string> Of(ScopeSet scope, AttestoOptions options) => scope.SelectMany(token => (IEnumerable<string>)Of(token, options));

    /// <summary>The scope that opens a claim, or null.</summary>
    internal static string? ScopeOf(string claim, AttestoOptions options)
    {
        foreach (var scope in options.Scopes.Claims.Keys.Concat(Standard.Keys))
        {
            if (Of(scope, options).Contains(claim, StringComparer.Ordinal))
            {
                return scope;
            }
        }

        return null;
    }

    /// <summary>The names in an entry of the host's table.</summary>
    internal static ImmutableArray<string> Split(string names) => [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}
