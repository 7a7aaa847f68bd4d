using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Jose;

namespace Attesto;

/// <summary>What a client says about itself (RFC 7591 §2). Null means that it does not say; members that Attesto does not know are dropped.</summary>
public sealed record ClientMetadata
{
    /// <summary><c>token_endpoint_auth_method</c>.</summary>
    public string? TokenEndpointAuthMethod { get; init; }

    /// <summary><c>token_endpoint_auth_methods_supported</c> (OpenID Connect RP Metadata Choices §2): the methods among which this server may choose. Never registered.</summary>
    public ImmutableArray<string>? TokenEndpointAuthMethodsSupported { get; init; }

    /// <summary><c>token_endpoint_auth_signing_alg</c> (OpenID Connect Registration §2).</summary>
    public string? TokenEndpointAuthSigningAlg { get; init; }

    /// <summary><c>grant_types</c>.</summary>
    public ImmutableArray<string>? GrantTypes { get; init; }

    /// <summary><c>response_types</c>.</summary>
    public ImmutableArray<string>? ResponseTypes { get; init; }

    /// <summary><c>redirect_uris</c>.</summary>
    public ImmutableArray<string>? RedirectUris { get; init; }

    /// <summary><c>scope</c>, space-separated.</summary>
    public string? Scope { get; init; }

    /// <summary><c>application_type</c> (OpenID Connect Registration §2): <c>web</c> or <c>native</c>.</summary>
    public string? ApplicationType { get; init; }

    /// <summary><c>client_name</c>.</summary>
    public string? ClientName { get; init; }

    /// <summary><c>client_name#ja</c> and its kin, by language tag (RFC 7591 §2.2); null if there are none.</summary>
    public ImmutableDictionary<string, string>? LocalizedClientNames { get; init; }

    /// <summary><c>client_uri</c>.</summary>
    public string? ClientUri { get; init; }

    /// <summary><c>logo_uri</c>.</summary>
    public string? LogoUri { get; init; }

    /// <summary><c>tos_uri</c>.</summary>
    public string? TosUri { get; init; }

    /// <summary><c>policy_uri</c>.</summary>
    public string? PolicyUri { get; init; }

    /// <summary><c>contacts</c>.</summary>
    public ImmutableArray<string>? Contacts { get; init; }

    /// <summary><c>jwks</c>: a JWK Set.</summary>
    public JsonElement? Jwks { get; init; }

    /// <summary><c>jwks_uri</c>.</summary>
    public string? JwksUri { get; init; }

    /// <summary><c>software_id</c>.</summary>
    public string? SoftwareId { get; init; }

    /// <summary><c>software_version</c>.</summary>
    public string? SoftwareVersion { get; init; }

    /// <summary><c>software_statement</c>, as presented.</summary>
    public string? SoftwareStatement { get; init; }

    /// <summary><c>post_logout_redirect_uris</c> (OpenID Connect RP-Initiated Logout §3.1).</summary>
    public ImmutableArray<string>? PostLogoutRedirectUris { get; init; }

    /// <summary><c>backchannel_logout_uri</c> (OpenID Connect Back-Channel Logout §2.2).</summary>
    public string? BackchannelLogoutUri { get; init; }

    /// <summary><c>backchannel_logout_session_required</c> (OpenID Connect Back-Channel Logout §2.2).</summary>
    public bool? BackchannelLogoutSessionRequired { get; init; }

    /// <summary><c>subject_type</c> (OpenID Connect Registration §2).</summary>
    public string? SubjectType { get; init; }

    /// <summary><c>sector_identifier_uri</c> (OpenID Connect Registration §5).</summary>
    public string? SectorIdentifierUri { get; init; }

    /// <summary><c>userinfo_signed_response_alg</c> (OpenID Connect Registration §2).</summary>
    public string? UserInfoSignedResponseAlg { get; init; }

    /// <summary><c>id_token_signed_response_alg</c> (OpenID Connect Registration §2).</summary>
    public string? IdTokenSignedResponseAlg { get; init; }

    /// <summary><c>request_object_signing_alg</c> (OpenID Connect Registration §2).</summary>
    public string? RequestObjectSigningAlg { get; init; }

    /// <summary><c>authorization_signed_response_alg</c> (JARM §3).</summary>
    public string? AuthorizationSignedResponseAlg { get; init; }

    /// <summary><c>require_pushed_authorization_requests</c> (RFC 9126 §6).</summary>
    public bool? RequirePushedAuthorizationRequests { get; init; }

    /// <summary><c>require_signed_request_object</c> (RFC 9101 §10.5).</summary>
    public bool? RequireSignedRequestObject { get; init; }

    /// <summary><c>dpop_bound_access_tokens</c> (RFC 9449 §5.2).</summary>
    public bool? DpopBoundAccessTokens { get; init; }

    /// <summary><c>tls_client_certificate_bound_access_tokens</c> (RFC 8705 §3.4).</summary>
    public bool? TlsClientCertificateBoundAccessTokens { get; init; }

    /// <summary><c>tls_client_auth_subject_dn</c> (RFC 8705 §2.1.2).</summary>
    public string? TlsClientAuthSubjectDn { get; init; }

    /// <summary>Reads metadata from JSON that was parsed strictly. A null member counts as absent (RFC 7592 §2.2), an empty array as well.</summary>
    /// <param name="json">A JSON object.</param>
    /// <returns>The metadata, or <c>invalid_client_metadata</c> or <c>invalid_redirect_uri</c> for the first member of a wrong type.</returns>
    public static Result<ClientMetadata> Read(JsonElement json) => new ClientMetadataReader(json).Read();

    /// <summary>Reads metadata that was stored as <see cref="ToJson"/> text.</summary>
    /// <param name="text">The stored text.</param>
    /// <returns>The metadata, or null if the text is none.</returns>
    public static ClientMetadata? Restore(string text) =>
        StrictJson.TryParseObject(Encoding.UTF8.GetBytes(text), out var json)
            && new ClientMetadataReader(json, keepEmpty: true).Read().TryGet(out var metadata, out _) ? metadata : null;

    /// <summary>The members that are set, under their wire names.</summary>
    /// <returns>A new object.</returns>
    public JsonObject ToJson() => ClientMetadataWriter.Write(this);
}
