namespace Attesto;

/// <summary>The names of client metadata members (RFC 7591 §2 and the IANA registry), once; those that are also parameters stand in <see cref="Parameters"/>.</summary>
internal static class MetadataNames
{
    internal const string ApplicationType = "application_type";
    internal const string BackchannelLogoutSessionRequired = "backchannel_logout_session_required";
    internal const string BackchannelLogoutUri = "backchannel_logout_uri";
    internal const string ClientIdIssuedAt = "client_id_issued_at";
    internal const string ClientName = "client_name";
    internal const string ClientSecretExpiresAt = "client_secret_expires_at";
    internal const string ClientUri = "client_uri";
    internal const string Contacts = "contacts";
    internal const string DpopBoundAccessTokens = "dpop_bound_access_tokens";
    internal const string GrantTypes = "grant_types";
    internal const string IdTokenSignedResponseAlg = "id_token_signed_response_alg";
    internal const string AuthorizationSignedResponseAlg = "authorization_signed_response_alg";
    internal const string Jwks = "jwks";
    internal const string JwksUri = "jwks_uri";
    internal const string LogoUri = "logo_uri";
    internal const string PolicyUri = "policy_uri";
    internal const string PostLogoutRedirectUris = "post_logout_redirect_uris";
    internal const string RedirectUris = "redirect_uris";
    internal const string RegistrationAccessToken = "registration_access_token";
    internal const string RegistrationClientUri = "registration_client_uri";
    internal const string RequestObjectSigningAlg = "request_object_signing_alg";
    internal const string RequirePushedAuthorizationRequests = "require_pushed_authorization_requests";
    internal const string RequireSignedRequestObject = "require_signed_request_object";
    internal const string ResponseTypes = "response_types";
    internal const string SectorIdentifierUri = "sector_identifier_uri";
    internal const string SoftwareId = "software_id";
    internal const string SoftwareStatement = "software_statement";
    internal const string SoftwareVersion = "software_version";
    internal const string SubjectType = "subject_type";
    internal const string TlsClientAuthSubjectDn = "tls_client_auth_subject_dn";
    internal const string TlsClientCertificateBoundAccessTokens = "tls_client_certificate_bound_access_tokens";
    internal const string TokenEndpointAuthMethod = "token_endpoint_auth_method";
    internal const string TokenEndpointAuthMethodsSupported = "token_endpoint_auth_methods_supported";
    internal const string TokenEndpointAuthSigningAlg = "token_endpoint_auth_signing_alg";
    internal const string TosUri = "tos_uri";
    internal const string UserInfoSignedResponseAlg = "userinfo_signed_response_alg";
}
