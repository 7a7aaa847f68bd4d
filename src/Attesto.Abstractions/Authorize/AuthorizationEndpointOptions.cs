namespace Attesto;

/// <summary>Settings of the authorization endpoint (RFC 6749 §3.1): what it demands of a request, and what it answers.</summary>
public sealed class AuthorizationEndpointOptions
{
    /// <summary>Of whom a PKCE challenge (RFC 7636) is demanded; true stands for <see cref="PkceRequirement.Required"/>, false for
    /// <see cref="PkceRequirement.NotRequired"/>. A client can be exempted by itself.</summary>
    public PkceRequirement RequirePkce { get; set; }

    /// <summary>Demands a <c>nonce</c> of every request for an ID token (OpenID Connect Core §3.1.2.1).</summary>
    public bool RequireNonce { get; set; }

    /// <summary>How long an authorization code lives. At most 10 minutes (RFC 6749 §4.1.2).</summary>
    public TimeSpan CodeLifetime { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a person may take on the consent page.</summary>
    public TimeSpan ConsentGrantLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long it is remembered what a person agreed to, so that the consent page is not shown again for the same or for less; up to ten years. Zero asks
    /// every time. A client can say otherwise for itself.</summary>
    public TimeSpan RememberConsentFor { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Sends <c>iss</c> with every authorization response (RFC 9207).</summary>
    public bool ResponseIss { get; set; } = true;

    /// <summary>Demands a signed response mode (JARM §2.3) of every authorization request; null follows <see cref="AttestoOptions.Profile"/>.</summary>
    public bool? RequireSignedResponses { get; set; }

    /// <summary>How long a signed authorization response may be used (JARM §2.1).</summary>
    public TimeSpan SignedResponseLifetime { get; set; } = TimeSpan.FromMinutes(10);
}
