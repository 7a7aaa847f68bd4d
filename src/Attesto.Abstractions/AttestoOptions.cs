namespace Attesto;

/// <summary>The values that a host sets; bound from the configuration section <c>Attesto</c> and checked once, at start.</summary>
public sealed class AttestoOptions
{
    /// <summary>The profile that every client must meet. It fills in options that are not set, and the start fails where one that is set contradicts it.</summary>
    public SecurityProfile Profile { get; set; }

    /// <summary>The issuer identifier (RFC 8414 §2): an https URL without query or fragment; a path is allowed. Required.</summary>
    public string? Issuer { get; set; }

    /// <summary>The <c>aud</c> of access tokens for which no resource was asked (RFC 9068 §2.2): an absolute URI without fragment (RFC 8707 §2), usually
    /// the https URL of the API. Required.</summary>
    public string? Audience { get; set; }

    /// <summary>Where the OAuth endpoints stand, below the issuer's path. The well-known documents do not move.</summary>
    public string OAuthPathPrefix { get; set; } = "/oauth";

    /// <summary>Where single endpoints stand instead: a path below the issuer's, or an absolute https URL that is only advertised.</summary>
    public IDictionary<OAuthEndpoint, string> EndpointOverrides { get; set; } = new Dictionary<OAuthEndpoint, string>();

    /// <summary>Refuses every credential-bearing request that did not arrive over TLS. Switch off only for development on loopback.</summary>
    public bool RequireHttps { get; set; } = true;

    /// <summary>Whose <c>X-Forwarded-*</c> headers count: <c>loopback</c>, <c>any</c>, IP addresses or CIDR ranges of proxies. None by default.
    /// ASP.NET Core's middleware applies them, from the right, for the whole host; <c>any</c> believes the last hop only.</summary>
    public IList<string> TrustedProxies { get; set; } = [];

    /// <summary>The scope catalogue: what a client may ask for. <c>openid</c> needs no entry.</summary>
    public IList<string> ScopesSupported { get; set; } = [];

    /// <summary>The resources (RFC 8707 §2) that tokens may be asked for, besides <see cref="Audience"/>: absolute URIs without fragment, or objects that also say how
    /// the access tokens of that resource are made.</summary>
    public IList<SupportedResource> ResourcesSupported { get; set; } = [];

    /// <summary>Takes the <c>audience</c> parameter, which clients of some other servers send, for another <c>resource</c> (RFC 8707 §2).</summary>
    public bool AudienceParameterSupported { get; set; }

    /// <summary>The grant types that this server offers; null offers every registered grant that needs no switch of its own.</summary>
    public IList<string>? GrantTypesSupported { get; set; }

    /// <summary>The client authentication methods that this server accepts, advertised in this order; null accepts <c>client_secret_basic</c>,
    /// <c>client_secret_post</c>, <c>private_key_jwt</c> and <c>none</c>, and certificates where mutual TLS is on.</summary>
    public IList<string>? TokenEndpointAuthMethodsSupported { get; set; }

    /// <summary>What clients may sign their assertions with (RFC 7523 §2.2); null takes PS256, ES256, RS256 and, where it is registered, Ed25519, under a FAPI
    /// <see cref="Profile"/> not RS256. Advertised as it is checked.</summary>
    public IList<string>? TokenEndpointAuthSigningAlgorithms { get; set; }

    /// <summary>What the <c>aud</c> of a client's assertion may be besides the issuer. Null: also the advertised URL of an endpoint that authenticates
    /// clients, such as the token endpoint (RFC 7523 §3, RFC 9126 §2), each as a single text; under a FAPI <see cref="Profile"/> the issuer alone. True: a list of
    /// several audiences, too, as older clients write it; another server that such a client uses could replay the assertion here. False: the issuer alone.</summary>
    public bool? TokenEndpointAudience { get; set; }

    /// <summary>How far ahead the <c>exp</c> of a client's assertion may lie (RFC 7523 §3); up to a day. Under a FAPI <see cref="Profile"/> it is five minutes at most.</summary>
    public TimeSpan ClientAssertionLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Of whom a PKCE challenge (RFC 7636) is demanded; true stands for <see cref="PkceRequirement.Required"/>, false for
    /// <see cref="PkceRequirement.NotRequired"/>. A client can be exempted by itself.</summary>
    public PkceRequirement RequirePkce { get; set; }

    /// <summary>Issues access tokens only that are bound to a DPoP key (RFC 9449) or to the client's certificate (RFC 8705); null follows <see cref="Profile"/>.</summary>
    public bool? RequireSenderConstrainedTokens { get; set; }

    /// <summary>Demands a <c>nonce</c> of every request for an ID token (OpenID Connect Core §3.1.2.1).</summary>
    public bool RequireNonce { get; set; }

    /// <summary>Sends <c>iss</c> with every authorization response (RFC 9207).</summary>
    public bool AuthorizationResponseIss { get; set; } = true;

    /// <summary>Accepts and advertises the <c>claims</c> parameter (OpenID Connect Core §5.5). When off, the parameter is ignored.</summary>
    public bool ClaimsParameterSupported { get; set; }

    /// <summary>Lets native clients register <c>http://localhost</c> and use it on any port; RFC 8252 §8.3 advises the loopback IP literals instead.</summary>
    public bool AllowLocalhostRedirects { get; set; }

    /// <summary>Pushed authorization requests (RFC 9126).</summary>
    public PushedAuthorizationOptions PushedAuthorization { get; set; } = new();

    /// <summary>Signed authorization requests (RFC 9101).</summary>
    public RequestObjectOptions RequestObjects { get; set; } = new();

    /// <summary>Demands a signed response mode (JARM §2.3) of every authorization request; null follows <see cref="Profile"/>.</summary>
    public bool? RequireSignedAuthorizationResponses { get; set; }

    /// <summary>How long a signed authorization response may be used (JARM §2.1).</summary>
    public TimeSpan AuthorizationResponseLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a person may take on the consent page.</summary>
    public TimeSpan ConsentGrantLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The metadata of the resources that this host protects (RFC 9728).</summary>
    public ProtectedResourceOptions ProtectedResource { get; set; } = new();

    /// <summary>Logout by request of a client, and of every client (OpenID Connect RP-Initiated and Back-Channel Logout).</summary>
    public LogoutOptions Logout { get; set; } = new();

    /// <summary>How long an authorization code lives. At most 10 minutes (RFC 6749 §4.1.2).</summary>
    public TimeSpan AuthorizationCodeLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an access token lives.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an ID token lives.</summary>
    public TimeSpan IdTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether the refresh tokens of clients that do not say rotate or are kept; null rotates them, or follows <see cref="Profile"/>.</summary>
    public RefreshTokenUsage? RefreshTokenUsage { get; set; }

    /// <summary>How long a refresh token may lie unused. Each use lets it, or its successor, live as long again.</summary>
    public TimeSpan RefreshTokenLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a grant with a refresh token may live in all, however often it is refreshed; null sets no end. No access token outlives it.</summary>
    public TimeSpan? RefreshTokenFamilyLifetime { get; set; }

    /// <summary>How long the parent of a rotated refresh token still answers with the same successor, for a client that lost the first answer. Zero switches it off.</summary>
    public TimeSpan RefreshTokenGracePeriod { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How the data-protection keys lie in the database. Outside Development the start fails if they are to be protected and nothing protects them.</summary>
    public KeysAtRest KeysAtRest { get; set; }

    /// <summary>How often expired rows are deleted from the database; null leaves that to somebody else. No answer ever depends on it.</summary>
    public TimeSpan? SweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The algorithms that this server signs with, of those that its keys have; null uses every key, or follows <see cref="Profile"/>. Keys of
    /// other algorithms are not published either.</summary>
    public IList<string>? SigningAlgorithms { get; set; }

    /// <summary>JSON files with clients, for hosts that keep theirs in the database: at the start those are added that are not there yet, and the log says which of the
    /// others differ. Each is a list of objects with the members of <see cref="Client"/>.</summary>
    public IList<string> ClientFiles { get; set; } = [];

    /// <summary>The keys that the server makes and rotates itself, where the host chose that.</summary>
    public KeyRotationOptions KeyRotation { get; set; } = new();

    /// <summary>The realm named in <c>WWW-Authenticate</c> of a failed client authentication (RFC 9110 §11.5).</summary>
    public string Realm { get; set; } = "OAuth";

    /// <summary>The <c>acr</c> values to advertise (OpenID Connect Discovery §3); empty advertises none.</summary>
    public IList<string> AcrValuesSupported { get; set; } = [];

    /// <summary>The claims to advertise (OpenID Connect Discovery §3), which clients that are allowed to may also ask for one by one, besides those that the
    /// scopes of <see cref="ScopesSupported"/> open; empty advertises none.</summary>
    public IList<string> ClaimsSupported { get; set; } = [];

    /// <summary>The claims that a scope opens at UserInfo and in ID tokens, by scope, with spaces between them: <c>"groups": "groups roles"</c>. The standard scopes
    /// have theirs (OpenID Connect Core §5.4); an entry for one of them takes the place of these.</summary>
    public IDictionary<string, string> ScopeClaims { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Puts the claims of the granted scopes into ID tokens, too, where many applications look for a name and an e-mail address; null does, except under a
    /// FAPI <see cref="Profile"/>. A client can say otherwise for itself.</summary>
    public bool? ScopeClaimsInIdToken { get; set; }

    /// <summary>The languages to advertise (OpenID Connect Discovery §3); empty advertises none.</summary>
    public IList<string> UiLocalesSupported { get; set; } = [];

    /// <summary>The kinds of principal that tokens are about.</summary>
    public IList<PrincipalKind> PrincipalKinds { get; set; } = [];

    /// <summary>The secret from which pairwise subjects are made (OpenID Connect Core §8.1), at least 32 characters; null offers public subjects only. Keep it like a
    /// signing key, and never change it: people would be strangers to every client that is told pairwise subjects.</summary>
    public string? PairwiseSubjectSalt { get; set; }

    /// <summary>The claim of access tokens that names the principal's kind.</summary>
    public string PrincipalKindClaim { get; set; } = "principal_kind";

    /// <summary>The <c>typ</c> header of access tokens (RFC 9068 §2.1); null leaves it out, for resource servers that know no better.</summary>
    public string? AccessTokenType { get; set; } = "at+jwt";

    /// <summary>Sender-constrained tokens by proof of possession (RFC 9449).</summary>
    public DpopOptions Dpop { get; set; } = new();

    /// <summary>Client authentication and sender-constrained tokens by certificate (RFC 8705).</summary>
    public MtlsOptions Mtls { get; set; } = new();

    /// <summary>The device grant (RFC 8628).</summary>
    public DeviceOptions Device { get; set; } = new();

    /// <summary>The JWT bearer grant for identity assertions (RFC 7523 §2.1).</summary>
    public JwtBearerOptions JwtBearer { get; set; } = new();

    /// <summary>Dynamic client registration (RFC 7591, RFC 7592).</summary>
    public RegistrationOptions Registration { get; set; } = new();

    /// <summary>Clients that identify themselves by a URL (draft-ietf-oauth-client-id-metadata-document).</summary>
    public ClientIdMetadataOptions ClientIdMetadata { get; set; } = new();

    /// <summary>Requests that this server sends to strangers: client metadata documents, key sets, logout tokens.</summary>
    public OutboundOptions Outbound { get; set; } = new();

    /// <summary>Which web pages of other origins may read this server's answers.</summary>
    public CrossOriginOptions Cors { get; set; } = new();

    /// <summary>How many requests one client address may make.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>How many wrong passwords may be tried at the host's sign-in page.</summary>
    public SignInOptions SignIn { get; set; } = new();
}
