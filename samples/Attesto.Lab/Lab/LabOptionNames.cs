using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attesto.Lab;

/// <summary>The names that testers' files have for options that stand in a group today: each goes to its group before the options are bound.</summary>
internal static class LabOptionNames
{
    private static readonly Dictionary<string, (string Group, string Name)> Groups = new(StringComparer.OrdinalIgnoreCase)
    {
        ["OAuthPathPrefix"] = ("Endpoints", "PathPrefix"),
        ["EndpointOverrides"] = ("Endpoints", "Overrides"),
        ["ScopesSupported"] = ("Scopes", "Supported"),
        ["ScopeClaims"] = ("Scopes", "Claims"),
        ["ScopeClaimsInIdToken"] = ("Scopes", "ClaimsInIdToken"),
        ["ClaimsSupported"] = ("Claims", "Supported"),
        ["ClaimsParameterSupported"] = ("Claims", "ParameterSupported"),
        ["ResourcesSupported"] = ("Resources", "Supported"),
        ["AudienceParameterSupported"] = ("Resources", "AudienceParameterSupported"),
        ["GrantTypesSupported"] = ("Tokens", "GrantTypes"),
        ["SigningAlgorithms"] = ("Tokens", "SigningAlgorithms"),
        ["RequireSenderConstrainedTokens"] = ("Tokens", "RequireSenderConstraint"),
        ["AccessTokenLifetime"] = ("Tokens", "AccessTokenLifetime"),
        ["AccessTokenType"] = ("Tokens", "AccessTokenType"),
        ["IdTokenLifetime"] = ("Tokens", "IdTokenLifetime"),
        ["RefreshTokenUsage"] = ("RefreshTokens", "Usage"),
        ["RefreshTokenLifetime"] = ("RefreshTokens", "Lifetime"),
        ["RefreshTokenFamilyLifetime"] = ("RefreshTokens", "FamilyLifetime"),
        ["RefreshTokenGracePeriod"] = ("RefreshTokens", "GracePeriod"),
        ["PrincipalKinds"] = ("Subjects", "PrincipalKinds"),
        ["PrincipalKindClaim"] = ("Subjects", "PrincipalKindClaim"),
        ["PairwiseSubjectSalt"] = ("Subjects", "PairwiseSalt"),
        ["ClientFiles"] = ("Clients", "Files"),
        ["AllowLocalhostRedirects"] = ("Clients", "AllowLocalhostRedirects"),
        ["TokenEndpointAuthMethodsSupported"] = ("ClientAuthentication", "Methods"),
        ["TokenEndpointAuthSigningAlgorithms"] = ("ClientAuthentication", "SigningAlgorithms"),
        ["TokenEndpointAudience"] = ("ClientAuthentication", "AssertionAudience"),
        ["ClientAssertionLifetime"] = ("ClientAuthentication", "AssertionLifetime"),
        ["Realm"] = ("ClientAuthentication", "Realm"),
        ["RequirePkce"] = ("Authorization", "RequirePkce"),
        ["RequireNonce"] = ("Authorization", "RequireNonce"),
        ["AuthorizationCodeLifetime"] = ("Authorization", "CodeLifetime"),
        ["ConsentGrantLifetime"] = ("Authorization", "ConsentGrantLifetime"),
        ["AuthorizationResponseIss"] = ("Authorization", "ResponseIss"),
        ["RequireSignedAuthorizationResponses"] = ("Authorization", "RequireSignedResponses"),
        ["AuthorizationResponseLifetime"] = ("Authorization", "SignedResponseLifetime"),
        ["AcrValuesSupported"] = ("Discovery", "AcrValuesSupported"),
        ["UiLocalesSupported"] = ("Discovery", "UiLocalesSupported"),
        ["KeysAtRest"] = ("Database", "KeysAtRest"),
        ["SweepInterval"] = ("Database", "SweepInterval"),
    };

    /// <summary>The same options, each in its group.</summary>
    public static JsonObject? Grouped(JsonObject? options)
    {
        foreach (var (name, value) in options?.ToArray() ?? [])
        {
            if (Groups.TryGetValue(Plain(name), out var place) && GroupOf(options!, place.Group) is { } group)
            {
                options!.Remove(name);
                group[place.Name] = place.Name is "AssertionAudience" ? Audience(value) : value;
            }
        }

        return options;
    }

    // A value that is no object stays where it is, to be refused by the product.
    private static JsonObject? GroupOf(JsonObject options, string name)
    {
        var found = options.FirstOrDefault(pair => string.Equals(Plain(pair.Key), name, StringComparison.OrdinalIgnoreCase));
        if (found.Key is not null)
        {
            return found.Value as JsonObject;
        }

        var group = new JsonObject();
        options[name] = group;
        return group;
    }

    private static JsonNode? Audience(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True => nameof(ClientAssertionAudience.AnyOfSeveral),
        JsonValueKind.False => nameof(ClientAssertionAudience.Issuer),
        _ => value,
    };

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);
}
