using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Attesto.Authorize;
using Attesto.Jose;
using Attesto.Outbound;

namespace Attesto.Registration;

/// <summary>Reads a client metadata document (draft-ietf-oauth-client-id-metadata-document §4). What it must not say, and what cannot work here, refuses it; what this
/// server does not know is ignored.</summary>
internal static class ClientIdDocument
{
    /// <summary>Reads the client that a document describes.</summary>
    /// <param name="id">The URL that it was found under.</param>
    /// <param name="utf8">Its text.</param>
    /// <param name="options">What the host allows.</param>
    /// <param name="client">The client, or null.</param>
    /// <param name="fault">Why the document is not used; for the log.</param>
    public static bool TryRead(
        ClientIdUrl id, ReadOnlySpan<byte> utf8, AttestoOptions options, [NotNullWhen(true)] out Client? client, [NotNullWhen(false)] out string? fault)
    {
        client = null;
        ClientMetadata? metadata = null;
        fault = !StrictJson.TryParseDocument(utf8, out var json) ? "it is not one JSON object without duplicate members"
            : FindIdentityFault(json, id) is { } wrong ? wrong
            : !ClientMetadata.Read(json).TryGet(out metadata, out var error) ? error.Description ?? error.Code
            : FindKeyFault(metadata);
        if (fault is not null || !DocumentMethod.TryChoose(metadata!, options, out var method, out fault))
        {
            return false;
        }

        client = Build(id, metadata! with { TokenEndpointAuthMethod = method }, options.ClientIdMetadata);
        fault = client.RedirectUris.IsEmpty ? "it has no redirect URI that can be used; see Attesto:ClientIdMetadata:RequireSameOriginRedirects" : null;
        return fault is null;
    }

    private static string? FindIdentityFault(JsonElement json, ClientIdUrl id) =>
        !string.Equals(json.Text(Parameters.ClientId), id.Value, StringComparison.Ordinal) ? "its client_id is not the URL that it was found under"
        : json.Has(Parameters.ClientSecret) || json.Has(MetadataNames.ClientSecretExpiresAt) ? "it publishes a secret"
        : null;

    private static string? FindKeyFault(ClientMetadata metadata) =>
        metadata.Jwks is not null && metadata.JwksUri is not null ? "it has both jwks and jwks_uri" // RFC 7591 §2
        : metadata.Jwks is { } jwks && !(JsonWebKeyReader.TryReadSet(jwks, out _) && KeySetBounds.Allow(jwks)) ? "its jwks is no set of public keys within the bounds"
        : metadata.JwksUri is { } uri && !HttpsUrl.TryParse(uri, out _) ? "its jwks_uri is no https URL"
        : metadata.SectorIdentifierUri is { } sector && !HttpsUrl.TryParse(sector, out _) ? "its sector_identifier_uri is no https URL"
        : null;

    private static Client Build(ClientIdUrl id, ClientMetadata metadata, ClientIdMetadataOptions options)
    {
        var redirects = (metadata.RedirectUris ?? []).Where(uri => IsUsable(id, uri, options)).ToImmutableArray();
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
