namespace Attesto.Jose;

/// <summary>A public key in the form of RFC 7517, bound to one algorithm when it is trusted: the key decides how it is used, never a token's header.</summary>
public sealed class Jwk
{
    /// <summary>The <c>kid</c>, or null.</summary>
    public string? KeyId { get; init; }

    /// <summary>The <c>alg</c> that this key is bound to (RFC 7517 §4.4), or null.</summary>
    public string? Algorithm { get; init; }
}
