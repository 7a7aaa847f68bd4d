namespace Attesto;

/// <summary>The wire names of OAuth 2.0 and OpenID Connect parameters, once.</summary>
internal static class Parameters
{
    /// <summary><c>access_token</c>, RFC 6750 §2.2.</summary>
    public const string AccessToken = "access_token";

    /// <summary><c>acr_values</c>, OpenID Connect Core §3.1.2.1.</summary>
    public const string AcrValues = "acr_values";

    /// <summary><c>actor_token</c>, RFC 8693 §2.1.</summary>
    public const string ActorToken = "actor_token";

    /// <summary><c>actor_token_type</c>, RFC 8693 §2.1.</summary>
    public const string ActorTokenType = "actor_token_type";

    /// <summary><c>assertion</c>, RFC 7521 §4.1.</summary>
    public const string Assertion = "assertion";

    /// <summary><c>audience</c>, RFC 8693 §2.1.</summary>
    public const string Audience = "audience";

    /// <summary><c>claims</c>, OpenID Connect Core §5.5.</summary>
    public const string Claims = "claims";

    /// <summary><c>client_assertion</c>, RFC 7521 §4.2.</summary>
    public const string ClientAssertion = "client_assertion";

    /// <summary><c>client_assertion_type</c>, RFC 7521 §4.2.</summary>
    public const string ClientAssertionType = "client_assertion_type";

    /// <summary><c>client_id</c>, RFC 6749 §2.2.</summary>
    public const string ClientId = "client_id";

    /// <summary><c>client_secret</c>, RFC 6749 §2.3.1.</summary>
    public const string ClientSecret = "client_secret";

    /// <summary><c>code</c>, RFC 6749 §4.1.2.</summary>
    public const string Code = "code";

    /// <summary><c>code_challenge</c>, RFC 7636 §4.3.</summary>
    public const string CodeChallenge = "code_challenge";

    /// <summary><c>code_challenge_method</c>, RFC 7636 §4.3.</summary>
    public const string CodeChallengeMethod = "code_challenge_method";

    /// <summary><c>code_verifier</c>, RFC 7636 §4.5.</summary>
    public const string CodeVerifier = "code_verifier";

    /// <summary><c>device_code</c>, RFC 8628 §3.4.</summary>
    public const string DeviceCode = "device_code";

    /// <summary><c>display</c>, OpenID Connect Core §3.1.2.1.</summary>
    public const string Display = "display";

    /// <summary><c>dpop_jkt</c>, RFC 9449 §10.</summary>
    public const string DpopJkt = "dpop_jkt";

    /// <summary><c>error</c>, RFC 6749 §5.2.</summary>
    public const string Error = "error";

    /// <summary><c>error_description</c>, RFC 6749 §5.2.</summary>
    public const string ErrorDescription = "error_description";

    /// <summary><c>grant_type</c>, RFC 6749 §4.1.3.</summary>
    public const string GrantType = "grant_type";

    /// <summary><c>id_token_hint</c>, OpenID Connect Core §3.1.2.1.</summary>
    public const string IdTokenHint = "id_token_hint";

    /// <summary><c>iss</c>, RFC 9207 §2.</summary>
    public const string Iss = "iss";

    /// <summary><c>login_hint</c>, OpenID Connect Core §3.1.2.1.</summary>
    public const string LoginHint = "login_hint";

    /// <summary><c>logout_hint</c>, OpenID Connect RP-Initiated Logout §2.</summary>
    public const string LogoutHint = "logout_hint";

    /// <summary><c>max_age</c>, OpenID Connect Core §3.1.2.1.</summary>
    public const string MaxAge = "max_age";

    /// <summary><c>nonce</c>, OpenID Connect Core §3.1.2.1.</summary>
    public const string Nonce = "nonce";

    /// <summary><c>post_logout_redirect_uri</c>, OpenID Connect RP-Initiated Logout §2.</summary>
    public const string PostLogoutRedirectUri = "post_logout_redirect_uri";

    /// <summary><c>prompt</c>, OpenID Connect Core §3.1.2.1.</summary>
    public const string Prompt = "prompt";

    /// <summary><c>redirect_uri</c>, RFC 6749 §4.1.1.</summary>
    public const string RedirectUri = "redirect_uri";

    /// <summary><c>refresh_token</c>, RFC 6749 §6.</summary>
    public const string RefreshToken = "refresh_token";

    /// <summary><c>request</c>, RFC 9101 §5.</summary>
    public const string Request = "request";

    /// <summary><c>requested_token_type</c>, RFC 8693 §2.1.</summary>
    public const string RequestedTokenType = "requested_token_type";

    /// <summary><c>request_uri</c>, RFC 9126 §4.</summary>
    public const string RequestUri = "request_uri";

    /// <summary><c>resource</c>, RFC 8707 §2.</summary>
    public const string Resource = "resource";

    /// <summary><c>response</c>, JARM §2.3.</summary>
    public const string Response = "response";

    /// <summary><c>response_mode</c>, OAuth 2.0 Multiple Response Types §2.1.</summary>
    public const string ResponseMode = "response_mode";

    /// <summary><c>response_type</c>, RFC 6749 §3.1.1.</summary>
    public const string ResponseType = "response_type";

    /// <summary><c>scope</c>, RFC 6749 §3.3.</summary>
    public const string Scope = "scope";

    /// <summary><c>state</c>, RFC 6749 §4.1.1.</summary>
    public const string State = "state";

    /// <summary><c>subject_token</c>, RFC 8693 §2.1.</summary>
    public const string SubjectToken = "subject_token";

    /// <summary><c>subject_token_type</c>, RFC 8693 §2.1.</summary>
    public const string SubjectTokenType = "subject_token_type";

    /// <summary><c>token</c>, RFC 7009 §2.1.</summary>
    public const string Token = "token";

    /// <summary><c>token_type_hint</c>, RFC 7009 §2.1.</summary>
    public const string TokenTypeHint = "token_type_hint";

    /// <summary><c>ui_locales</c>, OpenID Connect Core §3.1.2.1.</summary>
    public const string UiLocales = "ui_locales";

    /// <summary><c>user_code</c>, RFC 8628 §3.3.1.</summary>
    public const string UserCode = "user_code";
}
