using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Attesto.DpopClient;

/// <summary>The client's own P-256 key: it signs proofs (RFC 9449 §4.2) and never leaves the process.</summary>
public sealed class DpopKey(TimeProvider clock) : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The RFC 7638 thumbprint: what a bound token carries as <c>cnf.jkt</c>.</summary>
    public string Thumbprint => Encode(SHA256.HashData(Encoding.ASCII.GetBytes(PublicJwk())));

    /// <summary>Signs a proof for one request.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="uri">The URL; query and fragment are left out.</param>
    /// <param name="accessToken">The token sent along, or null at the token endpoint.</param>
    /// <param name="nonce">The server's latest nonce, or null.</param>
    public string Prove(HttpMethod method, Uri uri, string? accessToken, string? nonce)
    {
        var header = $$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{PublicJwk()}}}""";
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["jti"] = Encode(RandomNumberGenerator.GetBytes(16)), // fresh for every request, also for a retry
            ["htm"] = method.Method,
            ["htu"] = uri.GetLeftPart(UriPartial.Path),
            ["iat"] = clock.GetUtcNow().ToUnixTimeSeconds(),
        };
        if (accessToken is not null)
        {
            claims["ath"] = Encode(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)));
        }

        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        var signingInput = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signingInput}.{Encode(_key.SignData(Encoding.ASCII.GetBytes(signingInput), HashAlgorithmName.SHA256))}";
    }

    public void Dispose() => _key.Dispose();

    // The required members alone, in lexicographic order: this very text is what RFC 7638 §3 hashes.
    private string PublicJwk()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return $$"""{"crv":"P-256","kty":"EC","x":"{{Encode(point.X!)}}","y":"{{Encode(point.Y!)}}"}""";
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
