namespace Attesto;

/// <summary>Settings of the JWT bearer grant for identity assertions (RFC 7523 §2.1, Identity Assertion Authorization Grant).</summary>
public sealed class JwtBearerOptions
{
    /// <summary>Offers the grant. It needs issuers or an <see cref="IAssertionKeyResolver"/>, and an <see cref="Attesto.IAssertionSubjectPolicy"/>.</summary>
    public bool Enabled { get; set; }

    /// <summary>The identity providers whose assertions count.</summary>
    public IList<AssertionIssuer> Issuers { get; set; } = [];

    /// <summary>How long an assertion may be valid.</summary>
    public TimeSpan MaxAssertionLifetime { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>A trusted issuer of identity assertions.</summary>
public sealed class AssertionIssuer
{
    /// <summary>Its <c>iss</c>, compared exactly.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Where it publishes its keys; null if they stand in <see cref="Jwks"/>.</summary>
    public string? JwksUri { get; set; }

    /// <summary>Its keys as the JSON text of a JWK Set (RFC 7517 §5); goes before <see cref="JwksUri"/>.</summary>
    public string? Jwks { get; set; }

    /// <summary>The <c>aud</c> of its assertions, if it knows this server by another name than its issuer identifier.</summary>
    public string? Audience { get; set; }
}
