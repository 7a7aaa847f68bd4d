namespace Attesto.Keys;

/// <summary>A key of the server in PEM form (RFC 7468).</summary>
/// <param name="Pem">Exactly one key: PKCS #8, SEC 1 or PKCS #1; to verify also a public key.</param>
/// <param name="Algorithm">The <c>alg</c> that it is bound to; null takes RS256 for RSA, and what the curve implies.</param>
/// <param name="Use">Whether it signs.</param>
public sealed record PemKey(string Pem, string? Algorithm = null, KeyUse Use = KeyUse.Sign)
{
    /// <summary>Leaves the key out: a generated one would print it into logs.</summary>
    /// <returns>The algorithm and the use.</returns>
    public override string ToString() => $"{Algorithm ?? "inferred"} {Use}";
}
