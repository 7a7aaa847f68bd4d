using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Attesto.Management;

/// <summary>What names of another server are here.</summary>
internal static class ForeignNames
{
    private static readonly string[] Grants =
    [
        GrantTypes.AuthorizationCode, GrantTypes.RefreshToken, GrantTypes.ClientCredentials, GrantTypes.DeviceCode, GrantTypes.JwtBearer, GrantTypes.TokenExchange,
    ];

    public static bool IsGrant(string name) => Grants.Contains(name, StringComparer.Ordinal);

    /// <summary>True for what RFC 8707 §2 takes for a resource.</summary>
    public static bool IsResource(string name) => Uri.TryCreate(name, UriKind.Absolute, out var uri) && uri.Fragment.Length == 0 && name.Contains(':', StringComparison.Ordinal);

    public static string NoResource(string name) =>
        $"The resource \"{name}\" is no absolute URI (RFC 8707 §2), which each is here: choose one, and let the API accept it as aud.";

    public static string NoGrant(string name) => name switch
    {
        "implicit" => "The implicit grant is gone (RFC 9700 §2.1.2): use the authorization code with PKCE.",
        "password" => "The password grant is gone (RFC 9700 §2.4): use the authorization code.",
        _ => $"The grant type {name} has no counterpart.",
    };

    /// <summary>Words for people, on one line; null if there are none.</summary>
    public static string? Words(string? text) =>
        string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } words ? words : null;

    /// <summary>Words for people by language, as OpenIddict keeps them.</summary>
    public static ImmutableDictionary<string, string> Words(JsonObject texts) => texts
        .Where(text => text.Key.Length > 0 && Words($"{text.Value}") is not null)
        .ToImmutableDictionary(text => text.Key, text => Words($"{text.Value}")!, StringComparer.Ordinal);

    /// <summary>Claims about people; those that are the protocol's own come by themselves.</summary>
    public static ImmutableArray<string> Claims(IEnumerable<string> names, IReadOnlySet<string> reserved) =>
        [.. names.Distinct(StringComparer.Ordinal).Where(name => !reserved.Contains(name))];

    /// <summary>A scope; null if a name in it is none (RFC 6749 §3.3).</summary>
    public static ScopeSet? Scope(IEnumerable<string> names)
    {
        var tokens = names.ToList();
        return tokens.TrueForAll(ScopeSet.IsToken) ? ScopeSet.Of(tokens) : null;
    }
}
