namespace Attesto;

/// <summary>Settings of client authentication (RFC 6749 §2.3), at the token endpoint and wherever else clients authenticate.</summary>
public sealed class ClientAuthenticationOptions
{
    /// <summary>The methods that this server accepts, advertised in this order; null accepts <c>client_secret_basic</c>, <c>client_secret_post</c>,
    /// <c>private_key_jwt</c> and <c>none</c>, and certificates where mutual TLS is on.</summary>
    public IList<string>? Methods { get; set; }

    /// <summary>What clients may sign their assertions with (RFC 7523 §2.2); null takes PS256, ES256, RS256 and, where it is registered, Ed25519, under a
    /// FAPI <see cref="AttestoOptions.Profile"/> not RS256. Advertised as it is checked.</summary>
    public IList<string>? SigningAlgorithms { get; set; }

    /// <summary>What the <c>aud</c> of a client's assertion may be (RFC 7523 §3); null is <see cref="ClientAssertionAudience.IssuerOrEndpoint"/>, or under a
    /// FAPI <see cref="AttestoOptions.Profile"/> <see cref="ClientAssertionAudience.Issuer"/>.</summary>
    public ClientAssertionAudience? AssertionAudience { get; set; }

    /// <summary>How far ahead the <c>exp</c> of a client's assertion may lie (RFC 7523 §3); up to a day. Under a FAPI
    /// <see cref="AttestoOptions.Profile"/> it is five minutes at most.</summary>
    public TimeSpan AssertionLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The realm named in <c>WWW-Authenticate</c> of a failed client authentication (RFC 9110 §11.5).</summary>
    public string Realm { get; set; } = "OAuth";
}

/// <summary>What the <c>aud</c> of a client's assertion may be (RFC 7523 §3).</summary>
public enum ClientAssertionAudience
{
    /// <summary>The issuer identifier alone, as a single text (FAPI 2.0 Security Profile §5.3.2.1).</summary>
    Issuer,

    /// <summary>The issuer identifier or the advertised URL of an endpoint that authenticates clients, such as the token endpoint (RFC 7523 §3, RFC 9126 §2),
    /// each as a single text.</summary>
    IssuerOrEndpoint,

    /// <summary>Also a list of several audiences with one of these in it, as older clients write it. Another server that such a client uses could replay the
    /// assertion here.</summary>
    AnyOfSeveral,
}
