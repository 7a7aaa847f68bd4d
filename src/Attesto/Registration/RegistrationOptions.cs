namespace Attesto.Registration;

/// <summary>Settings of dynamic client registration (RFC 7591, RFC 7592).</summary>
public sealed class RegistrationOptions
{
    /// <summary>Serves and advertises the registration endpoint.</summary>
    public bool Enabled { get; set; }

    /// <summary>Refuses registrations without an initial access token (RFC 7591 §3).</summary>
    public bool RequireInitialAccessToken { get; set; }

    /// <summary>The initial access tokens that are accepted: SHA-256 of each, in lower-case hex.</summary>
    public IList<string> InitialAccessTokens { get; set; } = [];

    /// <summary>The scope of a client that asks for none: null for none at all, <c>*</c> for the whole catalogue, else a space-separated list.</summary>
    public string? DefaultScope { get; set; }

    /// <summary>The private-use schemes that redirect URIs of native applications may have, besides https and http on loopback. <c>*</c> stands for every one that
    /// contains a dot, as RFC 8252 §7.1 wants it; others must be named, such as <c>cursor</c>.</summary>
    public IList<string> AllowedRedirectSchemes { get; set; } = ["*"];

    /// <summary>How long a client's secret works (RFC 7591 §3.2.1, <c>client_secret_expires_at</c>); null sets no end.</summary>
    public TimeSpan? SecretLifetime { get; set; }

    /// <summary>How long a client is kept without being used; null keeps it for ever.</summary>
    public TimeSpan? UnusedClientLifetime { get; set; }

    /// <summary>How many registrations one IP address may make within <see cref="RateLimitWindow"/> at each node; null sets no limit.</summary>
    public int? RateLimit { get; set; } = 20;

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
