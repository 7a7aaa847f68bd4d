using System.Buffers.Text;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Attesto.Jose;

namespace Attesto;

/// <summary>A public key in the form of RFC 7517, bound to one algorithm: the key decides how it is used, never a token's header (RFC 8725 §3.1).</summary>
public sealed class Jwk
{
    // RFC 7518 §6.2.2, §6.3.2, §6.4.1, RFC 8037 §2.
    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    private const int MaxThumbprintInput = 2048; // an RSA key of 8192 bits has 1366 digits

    private readonly VerificationKey _key;

    internal Jwk(VerificationKey key) => _key = key;

    /// <summary>The <c>kid</c>, or null.</summary>
    public string? KeyId { get; init; }

    /// <summary>The <c>alg</c> that the key names (RFC 7517 §4.4), or null.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The <c>use</c> (RFC 7517 §4.2), or null.</summary>
    public string? Use { get; init; }

    /// <summary>The <c>kty</c>: <c>EC</c>, <c>RSA</c> or <c>OKP</c>.</summary>
    public string KeyType => _key.KeyType;

    /// <summary>The <c>crv</c>, or null for RSA.</summary>
    public string? Curve => _key.Curve;

    /// <summary>The one algorithm that a signature of this key may have: its <c>alg</c>, else RS256 for RSA, and what the curve implies.</summary>
    public string BoundAlgorithm => Algorithm ?? _key.InferredAlgorithm;

    /// <summary>The SHA-256 thumbprint (RFC 7638 §3), in base64url. Members other than the required ones do not change it.</summary>
    [field: MaybeNull]
    public string Thumbprint => field ??= ComputeThumbprint();

    /// <summary>Reads a public key.</summary>
    /// <param name="json">The JWK, parsed without duplicate members.</param>
    /// <param name="jwk">The key, or null.</param>
    /// <param name="fault">Why not.</param>
    /// <returns>True if it is a public key that can be used here.</returns>
    public static bool TryParse(JsonElement json, [NotNullWhen(true)] out Jwk? jwk, out JoseFault fault)
    {
        jwk = null;
        fault = json.ValueKind is not JsonValueKind.Object ? JoseFault.MalformedKey
            : HasPrivateMember(json) ? JoseFault.PrivateKey
            : !json.IsTextOrAbsent("kid") || !json.IsTextOrAbsent("alg") || !json.IsTextOrAbsent("use") ? JoseFault.MalformedKey
            : JoseFault.None;
        if (fault is not JoseFault.None)
        {
            return false;
        }

        fault = TryImport(json, out var key);
        var algorithm = json.Text("alg");
        if (key is not null && algorithm is not null && !key.Fits(algorithm))
        {
            fault = JoseAlgorithms.IsSupported(algorithm) ? JoseFault.MalformedKey : JoseFault.UnsupportedKey;
        }

        jwk = fault is JoseFault.None ? new Jwk(key!) { KeyId = json.Text("kid"), Algorithm = algorithm, Use = json.Text("use") } : null;
        return jwk is not null;
    }

    /// <summary>True if a signature under this algorithm counts when this trusted key verifies it.</summary>
    /// <param name="algorithm">The <c>alg</c> of a header.</param>
    /// <returns>Whether it is the algorithm of the key, and the key is for signatures.</returns>
    public bool IsUsableFor(string algorithm) =>
        Use is null or "sig" && string.Equals(algorithm, BoundAlgorithm, StringComparison.Ordinal) && JoseAlgorithms.IsSupported(algorithm);

    /// <summary>Verifies a signature (RFC 7515 §5.2). An algorithm that does not fit the key never verifies.</summary>
    /// <param name="algorithm">The algorithm.</param>
    /// <param name="signingInput">What was signed.</param>
    /// <param name="signature">The signature in JOSE form.</param>
    /// <returns>Whether it verifies.</returns>
    public bool Verify(string algorithm, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature) =>
        _key.Fits(algorithm) && _key.Verify(algorithm, signingInput, signature);

    /// <summary>Writes the public members, as a JWK Set publishes them (RFC 7517 §4).</summary>
    /// <param name="writer">Where to.</param>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        _key.WriteMembers(writer);
        Write("kid", KeyId);
        Write("use", Use);
        Write("alg", Algorithm);
        writer.WriteEndObject();

        void Write(string name, string? value)
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }
    }

    /// <summary>True if the key is of the algorithm's type and curve.</summary>
    internal bool Fits(string algorithm) => _key.Fits(algorithm);

    /// <summary>Frees the native key at once; it would be imported again if need be.</summary>
    internal void Release() => _key.Release();

    private static bool HasPrivateMember(JsonElement json)
    {
        foreach (var member in PrivateMembers)
        {
            if (json.Has(member))
            {
                return true;
            }
        }

        return false;
    }

    private static JoseFault TryImport(JsonElement json, out VerificationKey? key)
    {
        var fault = JoseFault.UnsupportedKey;
        key = null;
        switch (json.Text("kty"))
        {
            case "EC":
                fault = EcKey.TryImport(json.Text("crv"), json.Base64UrlBytes("x"), json.Base64UrlBytes("y"), out var ec);
                key = ec;
                break;
            case "RSA":
                fault = RsaKey.TryImport(json.Base64UrlBytes("n"), json.Base64UrlBytes("e"), out var rsa);
                key = rsa;
                break;
            case "OKP":
                fault = Ed25519Key.TryImport(json.Text("crv"), json.Base64UrlBytes("x"), out var okp);
                key = okp;
                break;
            case null:
                fault = JoseFault.MalformedKey;
                break;
        }

        return fault;
    }

    private string ComputeThumbprint()
    {
        Span<byte> input = stackalloc byte[MaxThumbprintInput];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        if (!_key.TryWriteThumbprintInput(input, out var written))
        {
            throw new UnreachableException(); // the largest key is bounded where it is read
        }

        SHA256.HashData(input[..written], digest);
        return Base64Url.EncodeToString(digest);
    }
}
