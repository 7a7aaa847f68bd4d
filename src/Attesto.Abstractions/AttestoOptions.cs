namespace Attesto;

/// <summary>The values that a host sets; bound from the configuration section <c>Attesto</c> and checked once, at start. What belongs together is a
/// group: <c>options.Tokens.AccessTokenLifetime</c>, in configuration <c>Attesto:Tokens:AccessTokenLifetime</c>.</summary>
public sealed class AttestoOptions
{
    /// <summary>The profile that every client must meet. It fills in options that are not set, and the start fails where one that is set contradicts it.</summary>
    public SecurityProfile Profile { get; set; }

    /// <summary>The issuer identifier (RFC 8414 §2): an https URL without query or fragment; a path is allowed. Required.</summary>
    public string? Issuer { get; set; }

    /// <summary>The <c>aud</c> of access tokens for which no resource was asked (RFC 9068 §2.2): an absolute URI without fragment (RFC 8707 §2), usually
    /// the https URL of the API. Required.</summary>
    public string? Audience { get; set; }

    /// <summary>Refuses every credential-bearing request that did not arrive over TLS. Switch off only for development on loopback.</summary>
    public bool RequireHttps { get; set; } = true;

    /// <summary>Scopes (RFC 6749 §3.3).</summary>
    public ScopeOptions Scopes { get; set; } = new();

    /// <summary>Claims about people (OpenID Connect Core §5).</summary>
    public ClaimOptions Claims { get; set; } = new();

    /// <summary>The resources that tokens may be asked for, besides <see cref="Audience"/> (RFC 8707).</summary>
    public ResourceOptions Resources { get; set; } = new();

    /// <summary>The token endpoint, and the access tokens and ID tokens that it issues (RFC 6749 §3.2).</summary>
    public TokenOptions Tokens { get; set; } = new();

    /// <summary>Refresh tokens (RFC 6749 §1.5).</summary>
    public RefreshTokenOptions RefreshTokens { get; set; } = new();

    /// <summary>Whom tokens are about.</summary>
    public SubjectOptions Subjects { get; set; } = new();

    /// <summary>The clients of the host.</summary>
    public ClientOptions Clients { get; set; } = new();

    /// <summary>How clients authenticate (RFC 6749 §2.3).</summary>
    public ClientAuthenticationOptions ClientAuthentication { get; set; } = new();

    /// <summary>The authorization endpoint (RFC 6749 §3.1).</summary>
    public AuthorizationEndpointOptions Authorization { get; set; } = new();

    /// <summary>Pushed authorization requests (RFC 9126).</summary>
    public PushedAuthorizationOptions PushedAuthorization { get; set; } = new();

    /// <summary>Signed authorization requests (RFC 9101).</summary>
    public RequestObjectOptions RequestObjects { get; set; } = new();

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

    /// <summary>Logout by request of a client, and of every client (OpenID Connect RP-Initiated and Back-Channel Logout).</summary>
    public LogoutOptions Logout { get; set; } = new();

    /// <summary>The metadata of the resources that this host protects (RFC 9728).</summary>
    public ProtectedResourceOptions ProtectedResource { get; set; } = new();

    /// <summary>What the discovery documents say.</summary>
    public DiscoveryOptions Discovery { get; set; } = new();

    /// <summary>Where the endpoints stand.</summary>
    public EndpointOptions Endpoints { get; set; } = new();

    /// <summary>The keys that the server makes and rotates itself, where the host chose that.</summary>
    public KeyRotationOptions KeyRotation { get; set; } = new();

    /// <summary>The stores in a database.</summary>
    public DatabaseOptions Database { get; set; } = new();

    /// <summary>Requests that this server sends to strangers: client metadata documents, key sets, logout tokens.</summary>
    public OutboundOptions Outbound { get; set; } = new();

    /// <summary>How many wrong passwords may be tried at the host's sign-in page.</summary>
    public SignInOptions SignIn { get; set; } = new();

    /// <summary>The same settings in another object, whose groups may be exchanged.</summary>
    internal AttestoOptions Copy() => (AttestoOptions)MemberwiseClone();
}
