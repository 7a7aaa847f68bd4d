using System.Collections.Immutable;

namespace Attesto.Events;

/// <summary>What a refusal means for whoever runs the client or this server: which setting, or which line of the client, cures it.</summary>
internal static class RefusalCures
{
    /// <summary>The name of the cure in an event's metadata.</summary>
    public const string Member = "cure";

    /// <summary>The failed check, what the client was told, and the cure, as far as there are any.</summary>
    public static ImmutableDictionary<string, object?> Explain(OAuthError error)
    {
        KeyValuePair<string, object?>[] members =
        [
            new("reason", error.Fault?.ToString()), new(Parameters.ErrorDescription, EventText.Echo(error.Description)), new(Member, Of(error)),
        ];
        return ImmutableDictionary.CreateRange(members.Where(member => member.Value is not null));
    }

    /// <summary>The cure, or null where there is none but asking rightly.</summary>
    public static string? Of(OAuthError error) => (error.Code, error.Description) switch
    {
        (_, { } said) when said.StartsWith(Parameters.CodeChallenge, StringComparison.Ordinal) =>
            "Switch PKCE with S256 on in the client; a confidential client that has none is exempted by RequirePkce=false of that client.",
        (_, { } said) when said.StartsWith(Parameters.RedirectUri, StringComparison.Ordinal) =>
            "Register in the client's RedirectUris exactly what it sends, byte for byte.",
        (_, { } said) when said.Contains("TLS", StringComparison.Ordinal) =>
            "Behind a proxy that terminates TLS, name it in Attesto:TrustedProxies.",
        (ErrorCodes.InvalidScope, _) => "List the scope in Attesto:Scopes:Supported, or among the scopes of the database, and in the client's AllowedScope.",
        (ErrorCodes.InvalidTarget, _) => "List the resource in Attesto:Resources:Supported, or among the APIs of the database, and in the client's AllowedResources.",
        (ErrorCodes.UnauthorizedClient, _) => "Add the grant type to the client's GrantTypes.",
        (ErrorCodes.InvalidClient, _) =>
            "Compare client_id, secret or key, and the authentication method with the client's registration; at Debug the log says which check failed.",
        _ => null,
    };
}
