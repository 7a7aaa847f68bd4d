using System.Collections.Immutable;
using Attesto.Authorize;
using Attesto.Outbound;

namespace Attesto.Registration;

/// <summary>Which redirect URIs may be registered (RFC 7591 §2, RFC 8252 §7, OpenID Connect Registration §2). One that nobody may have refuses the request; one with a
/// private-use scheme that this host does not list is left out.</summary>
internal static class RedirectRules
{
    private const string Web = "web";
    private const string Native = "native";
    private const int MaxLength = 2048;
    private const string Https = "https";
    private const string AnyPrivateUse = "*";

    /// <summary>The redirect URIs that can be served, and the application type that they make.</summary>
    public static ClientMetadata Narrow(ClientMetadata said, RegistrationOptions options) => said with
    {
        RedirectUris = Served(said.RedirectUris, options),
        PostLogoutRedirectUris = Served(said.PostLogoutRedirectUris, options),
        ApplicationType = TypeOf(said),
    };

    public static OAuthError? FaultOf(ClientMetadata metadata) =>
        metadata.ApplicationType is not (Web or Native) ? MetadataRules.Invalid(MetadataNames.ApplicationType, "must be web or native")
        : metadata.GrantTypes!.Value.Contains(GrantTypes.AuthorizationCode, StringComparer.Ordinal) && metadata.RedirectUris is not { Length: > 0 }
            ? Refuse(MetadataNames.RedirectUris, "are required: at least one that this server allows")
        : FaultOf(MetadataNames.RedirectUris, metadata.RedirectUris) ?? FaultOf(MetadataNames.PostLogoutRedirectUris, metadata.PostLogoutRedirectUris);

    // An application that listens at a private-use scheme is a native one whatever it calls itself (RFC 8252 §7.1); one that listens on loopback, unless it says web.
    private static string TypeOf(ClientMetadata said)
    {
        var uris = said.RedirectUris ?? [];
        return said.ApplicationType is Web && uris.Any(IsPrivateUse) ? Native
            : said.ApplicationType ?? (uris.Any(uri => Loopback.IsRedirect(uri) || IsPrivateUse(uri)) ? Native : Web);
    }

    private static ImmutableArray<string>? Served(ImmutableArray<string>? uris, RegistrationOptions options) =>
        uris is { } all ? [.. all.Where(uri => !IsPrivateUse(uri) || IsListed(SchemeOf(uri), options))] : null;

    private static OAuthError? FaultOf(string name, ImmutableArray<string>? uris) =>
        (uris ?? []).All(uri => uri.Length <= MaxLength && RedirectUris.IsAcceptable(uri) && (SchemeOf(uri) is Https || Loopback.IsRedirect(uri) || IsPrivateUse(uri)))
            ? null
            : Refuse(name, "has an entry that no client may have: https, http on loopback, or a native application's private-use scheme, without fragment or userinfo");

    private static bool IsListed(string scheme, RegistrationOptions options) =>
        options.AllowedRedirectSchemes.Any(allowed => allowed is AnyPrivateUse || string.Equals(allowed, scheme, StringComparison.OrdinalIgnoreCase));

    private static bool IsPrivateUse(string uri) => SchemeOf(uri) is not (Https or "http" or "") && RedirectUris.IsAcceptable(uri);

    private static string SchemeOf(string uri) =>
        uri.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? uri[..colon].ToLowerInvariant() : "";

    private static OAuthError Refuse(string name, string what) => new(ErrorCodes.InvalidRedirectUri, $"{name} {what}");
}
