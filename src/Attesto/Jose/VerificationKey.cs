using System.Buffers.Text;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Unicode;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Jose;

/// <summary>A public key that verifies: its key of the platform is made when first needed, and kept with it. Safe to use from several threads.</summary>
internal sealed class VerificationKey(JsonWebKey json, CryptoProviderFactory factory) : IRecentItem<JsonWebKey>
{
    private const int MaxThumbprintInput = 1024; // the modulus of an RSA key of 4096 bits has 683 digits

    private readonly JoseFault _fault = JsonWebKeyRules.FaultOf(json);

    // For one algorithm: a key that names none is used with one nearly always.
    private PlatformKey? _platform;

    /// <summary>Its <c>kid</c>, or null.</summary>
    public string? KeyId => json.Kid;

    /// <summary>The SHA-256 thumbprint (RFC 7638 §3) in base64url. Members other than the required ones do not change it.</summary>
    [field: MaybeNull]
    public string Thumbprint => field ??= ThumbprintOf(json);

    /// <summary>True if the key obeys every rule of <see cref="JsonWebKeyRules"/>.</summary>
    internal bool IsSound => _fault is JoseFault.None;

    /// <summary>True if a signature under this algorithm may be this key's: it is of the key's type and curve, and of its <c>alg</c> where it has
    /// one; an RSA key without verifies every RSA algorithm (RFC 7517 §4.4).</summary>
    public bool Accepts(string algorithm) =>
        _fault is JoseFault.None && JsonWebKeyRules.IsForVerifying(json) && JoseAlgorithms.Fits(json, algorithm)
        && (json.Alg is not { } own || JoseAlgorithms.AreSame(own, algorithm));

    /// <summary>Verifies a signature in JOSE form; false for an algorithm that the key does not accept, or that nothing here serves.</summary>
    public bool Verify(string algorithm, byte[] input, int inputLength, byte[] signature)
    {
        if (signature.Length == 0 || !Accepts(algorithm) || Begin(algorithm) is not { } platform)
        {
            return false;
        }

        try
        {
            return platform.Verify(input, inputLength, signature);
        }
        finally
        {
            platform.End();
        }
    }

    /// <summary>Frees the platform's key as soon as nobody verifies with it; it would be made again if need be.</summary>
    public void Release() => Interlocked.Exchange(ref _platform, null)?.End();

    // Everything that the rules and the checks look at.
    bool IRecentItem<JsonWebKey>.Matches(JsonWebKey other) =>
        AreSame(json.Kid, other.Kid) && AreSame(json.Alg, other.Alg) && AreSame(json.Use, other.Use) && json.KeyOps.SequenceEqual(other.KeyOps, StringComparer.Ordinal)
        && AreSame(json.Kty, other.Kty) && AreSame(json.Crv, other.Crv) && AreSame(json.X, other.X) && AreSame(json.Y, other.Y)
        && AreSame(json.N, other.N) && AreSame(json.E, other.E);

    private static bool AreSame(string? left, string? right) => string.Equals(left, right, StringComparison.Ordinal);

    /// <summary>The thumbprint of a public key that obeys <see cref="JsonWebKeyRules"/>.</summary>
    public static string ThumbprintOf(JsonWebKey key)
    {
        Span<byte> input = stackalloc byte[MaxThumbprintInput];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var written = 0;
        var fits = key.Kty switch
        {
            "EC" => Utf8.TryWrite(input, $$"""{"crv":"{{key.Crv}}","kty":"EC","x":"{{key.X}}","y":"{{key.Y}}"}""", out written),
            "RSA" => Utf8.TryWrite(input, $$"""{"e":"{{key.E}}","kty":"RSA","n":"{{key.N}}"}""", out written),
            _ => Utf8.TryWrite(input, $$"""{"crv":"{{key.Crv}}","kty":"OKP","x":"{{key.X}}"}""", out written),
        };
        if (!fits)
        {
            throw new UnreachableException(); // the rules bound every member
        }

        SHA256.HashData(input[..written], digest);
        return Base64Url.EncodeToString(digest);
    }

    private PlatformKey? Begin(string algorithm)
    {
        var kept = Volatile.Read(ref _platform);
        if (kept is not null && string.Equals(kept.Algorithm, algorithm, StringComparison.Ordinal) && kept.TryBegin())
        {
            return kept;
        }

        if (Open(algorithm) is not { } opened)
        {
            return null;
        }

        opened.TryBegin();
        Interlocked.Exchange(ref _platform, opened)?.End();
        return opened;
    }

    private PlatformKey? Open(string algorithm)
    {
        try
        {
            var key = Import();
            return factory.IsSupportedAlgorithm(algorithm, key) ? new(key, factory.CreateForVerifying(key, algorithm, cacheProvider: false)) : null;
        }
        catch (CryptographicException)
        {
            return null; // not on its curve
        }
    }

    // The platform's key is made here rather than by the library, for it must be possible to free it.
    private SecurityKey Import() => json.Kty switch
    {
        "EC" => new ECDsaSecurityKey(ECDsa.Create(new ECParameters
        {
            Curve = json.Crv switch { "P-256" => ECCurve.NamedCurves.nistP256, "P-384" => ECCurve.NamedCurves.nistP384, _ => ECCurve.NamedCurves.nistP521 },
            Q = new ECPoint { X = Base64Url.DecodeFromChars(json.X), Y = Base64Url.DecodeFromChars(json.Y) },
        })),
        "RSA" => new RsaSecurityKey(RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(json.N), Exponent = Base64Url.DecodeFromChars(json.E) })),
        _ => json,
    };
}
