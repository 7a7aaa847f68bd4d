namespace Attesto;

/// <summary>Settings of DPoP (RFC 9449).</summary>
public sealed class DpopOptions
{
    /// <summary>Accepts and advertises DPoP proofs. When off, the header is ignored.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>What proofs may be signed with (RFC 9449 §5.1); null takes every supported algorithm. Advertised as it is checked.</summary>
    public IList<string>? SigningAlgorithms { get; set; }

    /// <summary>Demands a nonce of this server in every proof (RFC 9449 §8).</summary>
    public bool RequireNonce { get; set; }

    /// <summary>Lets the demanded nonce take the place of the clock: the <c>iat</c> of a proof is not looked at, for a live nonce shows that the proof is fresh
    /// (RFC 9449 §11.1). For clients whose clocks are wrong; needs <see cref="RequireNonce"/>, and no FAPI profile allows it.</summary>
    public bool NonceReplacesClock { get; set; }

    /// <summary>How long a nonce stays valid.</summary>
    public TimeSpan NonceLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How old a proof may be (RFC 9449 §11.1).</summary>
    public TimeSpan ProofMaxAge { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How far ahead of this server a client's clock may be.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(60);
}
