using System.Collections.Immutable;
using Attesto.Authorize;
using Attesto.Grants;

namespace Attesto.Registration;

/// <summary>Which redirect URIs may be registered (RFC 7591 §2, RFC 8252 §7, OpenID Connect Registration §2).</summary>
internal static class RedirectRules
{
    public const string Web = "web";
    public const string Native = "native";

    private const int MaxLength = 2048;
    private const string Https = "https";
    private const string AnyPrivateUse = "*";

    /// <summary>The type of a client that does not say: native if it listens on loopback or at a private-use scheme, else web.</summary>
    public static string TypeOf(ClientMetadata metadata) =>
        metadata.RedirectUris is { Length: > 0 } uris && uris.Any(uri => Loopback.IsRedirect(uri) || IsPrivateUse(uri)) ? Native : Web;

    public static OAuthError? FindFault(ClientMetadata metadata, RegistrationOptions options)
    {
        var redirects = metadata.RedirectUris ?? [];
        return metadata.ApplicationType is not (Web or Native) ? MetadataRules.Invalid(MetadataNames.ApplicationType, "must be web or native")
            : metadata.GrantTypes!.Value.Contains(GrantTypes.AuthorizationCode, StringComparer.Ordinal) && redirects.IsEmpty ? Refuse(MetadataNames.RedirectUris, "are required")
            : FindFault(MetadataNames.RedirectUris, redirects, metadata.ApplicationType, options)
                ?? FindFault(MetadataNames.PostLogoutRedirectUris, metadata.PostLogoutRedirectUris ?? [], metadata.ApplicationType, options);
    }

    private static OAuthError? FindFault(string name, ImmutableArray<string> uris, string type, RegistrationOptions options) =>
        uris.All(uri => uri.Length <= MaxLength && RedirectUris.IsAcceptable(uri) && IsAllowed(uri, type, options))
            ? null
            : Refuse(name, "has an entry that is not allowed: https, or for native applications loopback or an allowed private-use scheme, without fragment");

    private static bool IsAllowed(string uri, string type, RegistrationOptions options) =>
        SchemeOf(uri) is Https || Loopback.IsRedirect(uri) || (type is Native && IsPrivateUse(uri) && IsAllowedScheme(SchemeOf(uri), options));

    // RFC 8252 §7.1: a private-use scheme is a reversed domain name, so it has a dot; others only by name.
    private static bool IsAllowedScheme(string scheme, RegistrationOptions options) =>
        options.AllowedRedirectSchemes.Any(allowed =>
            allowed is AnyPrivateUse ? scheme.Contains('.', StringComparison.Ordinal) : string.Equals(allowed, scheme, StringComparison.OrdinalIgnoreCase));

    private static bool IsPrivateUse(string uri) => SchemeOf(uri) is not (Https or "http" or "") && RedirectUris.IsAcceptable(uri);

    private static string SchemeOf(string uri) =>
        uri.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? uri[..colon].ToLowerInvariant() : "";

    private static OAuthError Refuse(string name, string what) => new(ErrorCodes.InvalidRedirectUri, $"{name} {what}");
}
