using System.Diagnostics.CodeAnalysis;
using Attesto.Clients;
using Attesto.Jose;

namespace Attesto.Registration;

/// <summary>How a client with a metadata document authenticates: only what needs no shared secret
/// (draft-ietf-oauth-client-id-metadata-document §4.1). What could not work at the token endpoint is found here, before anybody signs in.</summary>
internal static class DocumentMethod
{
    /// <summary>Chooses the first method that the document offers (OpenID Connect RP Metadata Choices §2) and this server accepts.</summary>
    public static bool TryChoose(
        ClientMetadata metadata, AttestoOptions options, [NotNullWhen(true)] out string? method, [NotNullWhen(false)] out string? fault)
    {
        var hasKeys = metadata.Jwks is not null || metadata.JwksUri is not null;
        var preferred = metadata.TokenEndpointAuthMethod ?? (hasKeys ? AuthenticationMethods.PrivateKeyJwt : AuthenticationMethods.None);
        method = metadata.TokenEndpointAuthMethodsSupported?.Prepend(preferred).FirstOrDefault(options.Offers) ?? preferred;
        fault = !IsAllowed(preferred) ? "its token_endpoint_auth_method is neither none nor private_key_jwt"
            : !IsAllowed(method) || !options.Offers(method) ? $"it authenticates with {preferred}, which Attesto:ClientAuthentication:Methods does not name"
            : method is AuthenticationMethods.PrivateKeyJwt ? FindKeyFault(metadata, options, hasKeys)
            : null;
        return fault is null;
    }

    private static bool IsAllowed(string method) => method is AuthenticationMethods.None or AuthenticationMethods.PrivateKeyJwt;

    private static string? FindKeyFault(ClientMetadata metadata, AttestoOptions options, bool hasKeys) =>
        !hasKeys ? "it authenticates with private_key_jwt and has neither jwks nor jwks_uri"
        : metadata.TokenEndpointAuthSigningAlg is { } algorithm && !options.AssertionAlgorithms().Contains(algorithm)
            ? $"it signs its assertions with an algorithm that Attesto:ClientAuthentication:SigningAlgorithms does not name; "
                + $"that has {string.Join(' ', options.AssertionAlgorithms())}"
            : null;
}
