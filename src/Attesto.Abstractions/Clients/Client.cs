using System.Collections.Immutable;
using Microsoft.IdentityModel.Tokens;

namespace Attesto;

/// <summary>A registered client (RFC 6749 §2) with everything that a check or a policy reads. What is not set is not allowed.</summary>
public sealed record Client
{
    /// <summary>The <c>client_id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Who says so: the host, the client at registration, or its metadata document.</summary>
    public ClientOrigin Origin { get; init; }

    /// <summary>True if the client cannot keep a secret (RFC 6749 §2.1): it authenticates with <c>none</c> and always needs PKCE.</summary>
    public bool IsPublic { get; init; }

    /// <summary>True if the client is known but switched off; it is treated like an unknown one.</summary>
    public bool IsRevoked { get; init; }

    /// <summary>How the client may authenticate (RFC 7591 §2, <c>token_endpoint_auth_method</c>); null allows what its registered credentials allow.</summary>
    public string? TokenEndpointAuthMethod { get; init; }

    /// <summary>The one <c>alg</c> that its assertions may have (OpenID Connect Registration §2, <c>token_endpoint_auth_signing_alg</c>); null allows all that the
    /// server accepts.</summary>
    public string? TokenEndpointAuthSigningAlg { get; init; }

    /// <summary>The one <c>alg</c> that its request objects may have (OpenID Connect Registration §2, <c>request_object_signing_alg</c>); null allows all that the
    /// server accepts.</summary>
    public string? RequestObjectSigningAlg { get; init; }

    /// <summary>The hashes of its secrets; several while a secret is being replaced.</summary>
    public ImmutableArray<ClientSecret> Secrets { get; init; } = [];

    /// <summary>The client's public keys, for <c>private_key_jwt</c>, request objects and self-signed certificates; null if it has none.
    /// Give out the same set each time, and do not change it: what its keys need to verify is kept with it.</summary>
    public JsonWebKeySet? Jwks { get; init; }

    /// <summary>Where the client publishes its keys (RFC 7591 §2), or null.</summary>
    public string? JwksUri { get; init; }

    /// <summary>The redirect URIs, compared byte for byte (RFC 6749 §3.1.2.3).</summary>
    public ImmutableArray<string> RedirectUris { get; init; } = [];

    /// <summary>Whether the client is a web or a native application (OpenID Connect Registration §2).</summary>
    public ApplicationType ApplicationType { get; init; }

    /// <summary>True lets this native client use <c>http://localhost</c> on any port, false does not (RFC 8252 §8.3); null follows the server's option.</summary>
    public bool? AllowLocalhostRedirects { get; init; }

    /// <summary>The grant types that it may use; null allows <c>authorization_code</c> and its <c>refresh_token</c> (RFC 7591 §2), and no other.</summary>
    public ImmutableArray<string>? GrantTypes { get; init; }

    /// <summary>The scope that it may ask for; null allows <c>openid</c> only.</summary>
    public ScopeSet? AllowedScope { get; init; }

    /// <summary>The scope of a request that names none, as far as <see cref="AllowedScope"/> and the catalogue reach; null makes it empty.</summary>
    public ScopeSet? DefaultScope { get; init; }

    /// <summary>The claims that it may ask for one by one (OpenID Connect Core §5.5), of those that the server offers; null allows those that a scope opens
    /// which it may ask for.</summary>
    public ImmutableArray<string>? AllowedClaims { get; init; }

    /// <summary>The resources that it may ask for besides the server's own (RFC 8707).</summary>
    public ImmutableArray<string> AllowedResources { get; init; } = [];

    /// <summary>The resource of a request that names none (RFC 8707 §2), for clients that cannot send the parameter; null takes the server's own
    /// <see cref="AttestoOptions.Audience"/>.</summary>
    public string? DefaultResource { get; init; }

    /// <summary>False exempts a confidential client from PKCE; null follows the server's option. Public clients are never exempt.</summary>
    public bool? RequirePkce { get; init; }

    /// <summary>True if every token of this client must be bound to a DPoP key (RFC 9449 §5.2, <c>dpop_bound_access_tokens</c>).</summary>
    public bool RequireDpop { get; init; }

    /// <summary>True if every token of this client must be bound to its certificate (RFC 8705 §3.4).</summary>
    public bool RequireMtls { get; init; }

    /// <summary>False leaves its tokens unbound although it presents a certificate, by which it perhaps authenticates (RFC 8705 §3.4,
    /// <c>tls_client_certificate_bound_access_tokens</c>); null binds them to a certificate that is presented.</summary>
    public bool? BindToCertificate { get; init; }

    /// <summary>True if this client must push its authorization requests (RFC 9126 §6).</summary>
    public bool RequirePushedAuthorizationRequests { get; init; }

    /// <summary>True if this client must sign its authorization requests (RFC 9101 §10.5).</summary>
    public bool RequireSignedRequestObject { get; init; }

    /// <summary>The subject of its certificate for <c>tls_client_auth</c> (RFC 8705 §2.1.2), or null.</summary>
    public string? TlsClientAuthSubjectDn { get; init; }

    /// <summary>The <c>alg</c> of its ID tokens (OpenID Connect Registration §2); null takes RS256 where the server has such a key, else its first.</summary>
    public string? IdTokenSignedResponseAlg { get; init; }

    /// <summary>The <c>alg</c> of its UserInfo responses (OpenID Connect Core §5.3.2): they are JWTs then; null answers in plain JSON.</summary>
    public string? UserInfoSignedResponseAlg { get; init; }

    /// <summary>Which <c>sub</c> it is told about people. Pairwise ones need <see cref="SubjectOptions.PairwiseSalt"/>.</summary>
    public SubjectType SubjectType { get; init; }

    /// <summary>The https URL whose host names its sector (OpenID Connect Core §8.1); null takes the one host of its redirect URIs. For a client of the host's own
    /// nothing is fetched from it: the host vouches. Change it, or that host, and everybody becomes a stranger to the client.</summary>
    public string? SectorIdentifierUri { get; init; }

    /// <summary>Whether its ID tokens carry the claims of the granted scopes (OpenID Connect Core §5.4); null follows the server's option.</summary>
    public bool? ScopeClaimsInIdToken { get; init; }

    /// <summary>The <c>alg</c> of its signed authorization responses (JARM §3); null takes the server's first key.</summary>
    public string? AuthorizationSignedResponseAlg { get; init; }

    /// <summary>Whether its refresh tokens rotate or are kept; null follows the server's option.</summary>
    public RefreshTokenUsage? RefreshTokenUsage { get; init; }

    /// <summary>Whether it is remembered what people agreed to, for <see cref="AuthorizationEndpointOptions.RememberConsentFor"/>; null remembers it unless
    /// any program could pass for this client: a public one, where the answer goes to a loopback address or to a scheme of its own (RFC 6749 §10.2, RFC
    /// 8252 §8.6).</summary>
    public bool? RememberConsent { get; init; }

    /// <summary>True lets people agree to a part of the scope on the consent page (RFC 6749 §3.3): the token response then says which. A page of the host's
    /// needs a check box for each scope, named by <c>ConsentForm.FieldOf</c>.</summary>
    public bool AllowPartialConsent { get; init; }

    /// <summary>Where it may send the person after logout, byte for byte (OpenID Connect RP-Initiated Logout §3).</summary>
    public ImmutableArray<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>Where it receives logout tokens (OpenID Connect Back-Channel Logout §2.2), or null.</summary>
    public string? BackchannelLogoutUri { get; init; }

    /// <summary>True if its logout tokens must name a <c>sid</c> (OpenID Connect Back-Channel Logout §2.2); if false they name the <c>sub</c> alone.</summary>
    public bool BackchannelLogoutSessionRequired { get; init; }

    /// <summary>The name that the consent page shows (RFC 7591 §2, <c>client_name</c>), or null.</summary>
    public string? Name { get; init; }

    /// <summary>Its names in other languages, by language tag (RFC 7591 §2.2, <c>client_name#ja</c>); mostly empty.</summary>
    public ImmutableDictionary<string, string> LocalizedNames { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The page about the client that the consent page links to (RFC 7591 §2, <c>client_uri</c>), or null.</summary>
    public string? Uri { get; init; }

    /// <summary>The logo that the consent page may show (RFC 7591 §2, <c>logo_uri</c>), or null.</summary>
    public string? LogoUri { get; init; }

    /// <summary>The client's privacy policy (RFC 7591 §2, <c>policy_uri</c>), or null.</summary>
    public string? PolicyUri { get; init; }

    /// <summary>The client's terms of service (RFC 7591 §2, <c>tos_uri</c>), or null.</summary>
    public string? TosUri { get; init; }

    /// <summary>The host's own object for this client, for its policies; the protocol never reads it.</summary>
    public object? Tag { get; init; }
}
