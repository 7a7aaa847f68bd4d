namespace Attesto;

/// <summary>Settings of dynamic client registration (RFC 7591, RFC 7592).</summary>
public sealed class RegistrationOptions
{
    /// <summary>Serves and advertises the registration endpoint.</summary>
    public bool Enabled { get; set; }

    /// <summary>Refuses registrations without an initial access token (RFC 7591 §3).</summary>
    public bool RequireInitialAccessToken { get; set; }

    /// <summary>The initial access tokens that are accepted: SHA-256 of each, in lower-case hex.</summary>
    public IList<string> InitialAccessTokens { get; set; } = [];

    /// <summary>The grant types that clients may register for; others are left out of the registration. Without a person's consent a stranger gets nothing:
    /// neither <c>client_credentials</c> nor token exchange is among them.</summary>
    public IList<string> GrantTypes { get; set; } = ["authorization_code", "refresh_token"];

    /// <summary>The scopes that clients may register for, of those in <c>Scopes:Supported</c>; others are left out of the registration. <c>openid</c> needs no entry.</summary>
    public IList<string> Scopes { get; set; } = [];

    /// <summary>What a client registers for that names no scope, as OpenID Connect Registration has no such member: null for <c>openid</c> only, <c>*</c> for
    /// <c>openid</c> and all of <see cref="Scopes"/>, else a space-separated list of these.</summary>
    public string? DefaultScope { get; set; }

    /// <summary>Demands a PKCE challenge of every registered client; false lets confidential ones follow the server's own <c>Authorization:RequirePkce</c>.</summary>
    public bool RequirePkce { get; set; } = true;

    /// <summary>The private-use schemes (RFC 8252 §7.1) that redirect URIs of native applications may have, besides https and http on loopback; <c>*</c> allows every
    /// one. Schemes that a browser acts on itself, such as <c>javascript</c>, <c>data</c> and <c>file</c>, are never allowed.</summary>
    public IList<string> AllowedRedirectSchemes { get; set; } = ["*"];

    /// <summary>How long a client's secret works (RFC 7591 §3.2.1, <c>client_secret_expires_at</c>); null sets no end.</summary>
    public TimeSpan? SecretLifetime { get; set; }

    /// <summary>How long a client is kept without being used; null keeps it for ever.</summary>
    public TimeSpan? UnusedClientLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How many registrations one IP address, or /64 of IPv6, may make within <see cref="RateLimitWindow"/> at each node; null sets no limit. Hosted
    /// clients register from few addresses, twice for each of their users.</summary>
    public int? RateLimit { get; set; } = 100;

    /// <summary>The window of <see cref="RateLimit"/>.</summary>
    public TimeSpan RateLimitWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gives the client a new registration access token with every update; the old one ends (RFC 7592 §5).</summary>
    public bool RotateRegistrationAccessToken { get; set; } = true;

    /// <summary>Who may vouch for clients by software statements (RFC 7591 §2.3). Empty keeps statements unread.</summary>
    public IList<SoftwareStatementIssuer> SoftwareStatementIssuers { get; set; } = [];

    /// <summary>Refuses registrations without a valid software statement.</summary>
    public bool RequireSoftwareStatement { get; set; }
}

/// <summary>Someone who vouches for clients (RFC 7591 §2.3).</summary>
public sealed class SoftwareStatementIssuer
{
    /// <summary>The <c>iss</c> of its statements.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Its public keys: a JWK Set as JSON text. Null reads <see cref="JwksUri"/>.</summary>
    public string? Jwks { get; set; }

    /// <summary>Where it publishes its keys.</summary>
    public string? JwksUri { get; set; }
}
