namespace Attesto;

/// <summary>The registered <c>error</c> values, once.</summary>
public static class ErrorCodes
{
    /// <summary><c>access_denied</c>, RFC 6749 §4.1.2.1.</summary>
    public const string AccessDenied = "access_denied";

    /// <summary><c>account_selection_required</c>, OpenID Connect Core §3.1.2.6.</summary>
    public const string AccountSelectionRequired = "account_selection_required";

    /// <summary><c>authorization_pending</c>, RFC 8628 §3.5.</summary>
    public const string AuthorizationPending = "authorization_pending";

    /// <summary><c>consent_required</c>, OpenID Connect Core §3.1.2.6.</summary>
    public const string ConsentRequired = "consent_required";

    /// <summary><c>expired_token</c>, RFC 8628 §3.5.</summary>
    public const string ExpiredToken = "expired_token";

    /// <summary><c>insufficient_scope</c>, RFC 6750 §3.1.</summary>
    public const string InsufficientScope = "insufficient_scope";

    /// <summary><c>insufficient_user_authentication</c>, RFC 9470 §3.</summary>
    public const string InsufficientUserAuthentication = "insufficient_user_authentication";

    /// <summary><c>interaction_required</c>, OpenID Connect Core §3.1.2.6.</summary>
    public const string InteractionRequired = "interaction_required";

    /// <summary><c>invalid_client</c>, RFC 6749 §5.2.</summary>
    public const string InvalidClient = "invalid_client";

    /// <summary><c>invalid_client_metadata</c>, RFC 7591 §3.2.2.</summary>
    public const string InvalidClientMetadata = "invalid_client_metadata";

    /// <summary><c>invalid_dpop_proof</c>, RFC 9449 §12.2.</summary>
    public const string InvalidDpopProof = "invalid_dpop_proof";

    /// <summary><c>invalid_grant</c>, RFC 6749 §5.2.</summary>
    public const string InvalidGrant = "invalid_grant";

    /// <summary><c>invalid_redirect_uri</c>, RFC 7591 §3.2.2.</summary>
    public const string InvalidRedirectUri = "invalid_redirect_uri";

    /// <summary><c>invalid_request</c>, RFC 6749 §5.2.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary><c>invalid_request_object</c>, RFC 9101 §9.</summary>
    public const string InvalidRequestObject = "invalid_request_object";

    /// <summary><c>invalid_request_uri</c>, RFC 9101 §9.</summary>
    public const string InvalidRequestUri = "invalid_request_uri";

    /// <summary><c>invalid_scope</c>, RFC 6749 §5.2.</summary>
    public const string InvalidScope = "invalid_scope";

    /// <summary><c>invalid_software_statement</c>, RFC 7591 §3.2.2.</summary>
    public const string InvalidSoftwareStatement = "invalid_software_statement";

    /// <summary><c>invalid_target</c>, RFC 8707 §2.</summary>
    public const string InvalidTarget = "invalid_target";

    /// <summary><c>invalid_token</c>, RFC 6750 §3.1.</summary>
    public const string InvalidToken = "invalid_token";

    /// <summary><c>login_required</c>, OpenID Connect Core §3.1.2.6.</summary>
    public const string LoginRequired = "login_required";

    /// <summary><c>request_not_supported</c>, OpenID Connect Core §3.1.2.6.</summary>
    public const string RequestNotSupported = "request_not_supported";

    /// <summary><c>request_uri_not_supported</c>, OpenID Connect Core §3.1.2.6.</summary>
    public const string RequestUriNotSupported = "request_uri_not_supported";

    /// <summary><c>server_error</c>, RFC 6749 §4.1.2.1.</summary>
    public const string ServerError = "server_error";

    /// <summary><c>slow_down</c>, RFC 8628 §3.5.</summary>
    public const string SlowDown = "slow_down";

    /// <summary><c>temporarily_unavailable</c>, RFC 6749 §4.1.2.1.</summary>
    public const string TemporarilyUnavailable = "temporarily_unavailable";

    /// <summary><c>unapproved_software_statement</c>, RFC 7591 §3.2.2.</summary>
    public const string UnapprovedSoftwareStatement = "unapproved_software_statement";

    /// <summary><c>unauthorized_client</c>, RFC 6749 §5.2.</summary>
    public const string UnauthorizedClient = "unauthorized_client";

    /// <summary><c>unmet_authentication_requirements</c>, OpenID Connect Core Unmet Authentication Requirements §2.</summary>
    public const string UnmetAuthenticationRequirements = "unmet_authentication_requirements";

    /// <summary><c>unsupported_grant_type</c>, RFC 6749 §5.2.</summary>
    public const string UnsupportedGrantType = "unsupported_grant_type";

    /// <summary><c>unsupported_response_type</c>, RFC 6749 §4.1.2.1.</summary>
    public const string UnsupportedResponseType = "unsupported_response_type";

    /// <summary><c>use_dpop_nonce</c>, RFC 9449 §8.</summary>
    public const string UseDpopNonce = "use_dpop_nonce";
}
