using System.Collections.Immutable;
using Attesto.Authorize;
using Attesto.Clients;
using Attesto.Jose;
using Attesto.Outbound;
using Attesto.Registration;
using Attesto.Scopes;

namespace Attesto.ClientIdMetadata;

/// <summary>Reads a client metadata document (draft-ietf-oauth-client-id-metadata-document §4). What it must not say refuses it; what this server does not know is ignored.</summary>
internal static class ClientIdDocument
{
    public static Client? Read(ClientIdUrl id, ReadOnlySpan<byte> utf8, ClientIdMetadataOptions options) =>
        StrictJson.TryParseObject(utf8, out var json)
            && string.Equals(json.Text(Parameters.ClientId), id.Value, StringComparison.Ordinal)
            && !json.Has(Parameters.ClientSecret)
            && !json.Has(MetadataNames.ClientSecretExpiresAt)
            && ClientMetadata.Read(json).TryGet(out var metadata, out _)
            && metadata.RedirectUris is { Length: > 0 }
            && TryReadMethod(metadata, out var method)
                ? Build(id, metadata with { TokenEndpointAuthMethod = method }, options)
                : null;

    // Only what needs no shared secret (§4); the default of RFC 7591 §2 is one that does.
    private static bool TryReadMethod(ClientMetadata metadata, out string method)
    {
        var hasKeys = metadata.Jwks is not null || metadata.JwksUri is not null;
        method = metadata.TokenEndpointAuthMethod ?? (hasKeys ? AuthenticationMethods.PrivateKeyJwt : AuthenticationMethods.None);
        return method switch
        {
            _ when metadata.Jwks is not null && metadata.JwksUri is not null => false, // RFC 7591 §2
            _ when metadata.Jwks is { } jwks && !(JwkSet.TryParse(jwks, out _) && KeySetBounds.Admit(jwks)) => false,
            _ when metadata.JwksUri is { } uri && !HttpsUrl.TryParse(uri, out _) => false,
            AuthenticationMethods.None => true,
            AuthenticationMethods.PrivateKeyJwt => hasKeys,
            _ => false,
        };
    }

    private static Client Build(ClientIdUrl id, ClientMetadata metadata, ClientIdMetadataOptions options)
    {
        var redirects = metadata.RedirectUris!.Value.Where(uri => IsUsable(id, uri, options)).ToImmutableArray();
        var allowed = ListedAllowance.ScopesOf(options.Scopes);
        var named = MetadataClient.Of(id.Value, metadata with { Scope = ConcreteScope(metadata.Scope) }, ClientOrigin.MetadataDocument);
        var client = (named with { AllowedScope = named.AllowedScope ?? allowed }).Within(options.GrantTypes, allowed);
        return client with
        {
            RedirectUris = redirects,
            ApplicationType = redirects.Any(Loopback.IsRedirect) ? ApplicationType.Native : client.ApplicationType,
            AllowLocalhostRedirects = options.AllowLocalhostRedirects,
            PostLogoutRedirectUris = [.. client.PostLogoutRedirectUris.Where(uri => IsUsable(id, uri, options))],
            BackchannelLogoutUri = client.BackchannelLogoutUri is { } logout && id.IsSameOrigin(logout) ? logout : null,
            Uri = Shown(client.Uri),
            LogoUri = Shown(client.LogoUri),
            PolicyUri = Shown(client.PolicyUri),
            TosUri = Shown(client.TosUri),
        };
    }

    // Decided here, before any redirect: a URI that is dropped now is an unregistered one at the authorization endpoint.
    private static bool IsUsable(ClientIdUrl id, string uri, ClientIdMetadataOptions options) =>
        RedirectUris.IsAcceptable(uri)
        && (Loopback.IsRedirect(uri)
            ? options.AllowLocalhostRedirects || !Loopback.IsLocalhost(uri)
            : id.IsSameOrigin(uri) || (!options.RequireSameOriginRedirects && !uri.StartsWith("http:", StringComparison.OrdinalIgnoreCase)));

    // A wildcard is never granted on a client's word alone.
    private static string? ConcreteScope(string? text) =>
        ScopeSet.TryParse(text, out var scope) ? string.Join(' ', scope.Where(token => !token.Contains('*', StringComparison.Ordinal))) : null;

    // These end as links on the consent page.
    private static string? Shown(string? uri) => uri is not null && HttpsUrl.TryParse(uri, out _) ? uri : null;
}
