using Attesto.Authorize;
using Attesto.Jose;
using Attesto.Outbound;

namespace Attesto.Registration;

/// <summary>What the remaining members may say: links that a browser may open, keys that can be used, switches of features that are on.</summary>
internal static class MetadataRules
{
    private const int MaxTextLength = 2048;

    public static OAuthError? FaultOf(ClientMetadata metadata, AttestoOptions options) =>
        FindKeyFault(metadata, options)
        ?? FindLinkFault(MetadataNames.ClientUri, metadata.ClientUri)
        ?? FindLinkFault(MetadataNames.LogoUri, metadata.LogoUri)
        ?? FindLinkFault(MetadataNames.TosUri, metadata.TosUri)
        ?? FindLinkFault(MetadataNames.PolicyUri, metadata.PolicyUri)
        ?? FindTextFault(MetadataNames.ClientName, metadata.ClientName)
        ?? FindTextFault(MetadataNames.SoftwareId, metadata.SoftwareId)
        ?? FindTextFault(MetadataNames.SoftwareVersion, metadata.SoftwareVersion)
        ?? FindTextFault(MetadataNames.TlsClientAuthSubjectDn, metadata.TlsClientAuthSubjectDn)
        ?? FindTextFault(MetadataNames.Contacts, metadata.Contacts is { } contacts ? string.Concat(contacts) : null)
        ?? FindCallFault(MetadataNames.BackchannelLogoutUri, metadata.BackchannelLogoutUri, options)
        ?? FindCallFault(MetadataNames.SectorIdentifierUri, metadata.SectorIdentifierUri, options)
        ?? FindSwitchFault(MetadataNames.DpopBoundAccessTokens, metadata.DpopBoundAccessTokens, options.Dpop.Enabled)
        ?? FindSwitchFault(MetadataNames.TlsClientCertificateBoundAccessTokens, metadata.TlsClientCertificateBoundAccessTokens, options.Mtls.Enabled);

    public static OAuthError Invalid(string name, string what) => new(ErrorCodes.InvalidClientMetadata, $"{name} {what}");

    private static OAuthError? FindKeyFault(ClientMetadata metadata, AttestoOptions options)
    {
        var needsKeys = metadata.TokenEndpointAuthMethod is AuthenticationMethods.PrivateKeyJwt or AuthenticationMethods.SelfSignedTlsClientAuth
            || metadata.RequireSignedRequestObject is true;
        return (metadata.Jwks, metadata.JwksUri) switch
        {
            (not null, not null) => Invalid(MetadataNames.Jwks, "and jwks_uri must not both be present"), // RFC 7591 §2
            ({ } jwks, _) when !JsonWebKeyReader.TryReadSet(jwks, out _) => Invalid(MetadataNames.Jwks, "must be a JWK Set of public keys"),
            ({ } jwks, _) when !KeySetBounds.Allow(jwks) =>
                Invalid(MetadataNames.Jwks, $"must have at most {KeySetBounds.MaxKeys} keys, RSA ones of at most {KeySetBounds.MaxRsaBits} bits"),
            (_, { } uri) when FindCallFault(MetadataNames.JwksUri, uri, options) is { } fault => fault,
            (null, null) when needsKeys => Invalid(MetadataNames.Jwks, "or jwks_uri is required"),
            _ when metadata is { TokenEndpointAuthMethod: AuthenticationMethods.TlsClientAuth, TlsClientAuthSubjectDn: null } =>
                Invalid(MetadataNames.TlsClientAuthSubjectDn, "is required"), // RFC 8705 §2.1.2
            _ => null,
        };
    }

    // These end as links and images on the consent page: nothing that a browser would run.
    private static OAuthError? FindLinkFault(string name, string? uri) =>
        uri is null || (uri.Length <= MaxTextLength && RedirectUris.IsAcceptable(uri) && IsWeb(uri))
            ? null
            : Invalid(name, "must be an http or https URL");

    // This server calls these itself, through the guard.
    private static OAuthError? FindCallFault(string name, string? uri, AttestoOptions options) =>
        uri is null || (uri.Length <= MaxTextLength && HttpsUrl.TryParse(uri, options.Outbound.AllowLoopback, out _))
            ? null
            : Invalid(name, "must be an https URL without userinfo or fragment");

    private static OAuthError? FindTextFault(string name, string? text) =>
        text is null || (text.Length <= MaxTextLength && !text.Any(char.IsControl)) ? null : Invalid(name, "is too long or has control characters");

    private static OAuthError? FindSwitchFault(string name, bool? value, bool isOffered) =>
        value is true && !isOffered ? Invalid(name, "is not supported") : null;

    private static bool IsWeb(string uri) =>
        uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
}
