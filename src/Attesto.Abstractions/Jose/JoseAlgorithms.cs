using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Jose;

/// <summary>The signature algorithms of JOSE that Attesto knows (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2). <c>none</c> and symmetric ones do not exist here.</summary>
public static class JoseAlgorithms
{
    /// <summary>ECDSA over P-256 with SHA-256.</summary>
    public const string Es256 = SecurityAlgorithms.EcdsaSha256;

    /// <summary>ECDSA over P-384 with SHA-384.</summary>
    public const string Es384 = SecurityAlgorithms.EcdsaSha384;

    /// <summary>ECDSA over P-521 with SHA-512.</summary>
    public const string Es512 = SecurityAlgorithms.EcdsaSha512;

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    public const string Rs256 = SecurityAlgorithms.RsaSha256;

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-384.</summary>
    public const string Rs384 = SecurityAlgorithms.RsaSha384;

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-512.</summary>
    public const string Rs512 = SecurityAlgorithms.RsaSha512;

    /// <summary>RSASSA-PSS with SHA-256.</summary>
    public const string Ps256 = SecurityAlgorithms.RsaSsaPssSha256;

    /// <summary>RSASSA-PSS with SHA-384.</summary>
    public const string Ps384 = SecurityAlgorithms.RsaSsaPssSha384;

    /// <summary>RSASSA-PSS with SHA-512.</summary>
    public const string Ps512 = SecurityAlgorithms.RsaSsaPssSha512;

    /// <summary>Ed25519 under the name that RFC 8037 gave it. It works where the package Attesto.EdDsa is registered.</summary>
    public const string EdDsa = "EdDSA";

    /// <summary>Ed25519 under its fully-specified name (RFC 9864 §2.2); the same signatures as <see cref="EdDsa"/>.</summary>
    public const string Ed25519 = "Ed25519";

    /// <summary>The algorithms that .NET itself offers, in order of preference.</summary>
    internal static ImmutableArray<string> Platform { get; } = [Es256, Es384, Es512, Rs256, Rs384, Rs512, Ps256, Ps384, Ps512];

    /// <summary>Every algorithm that there are rules for.</summary>
    internal static ImmutableArray<string> Known { get; } = [.. Platform, EdDsa, Ed25519];

    /// <summary>True if the key is of the type and curve of the algorithm, whatever its <c>alg</c> says.</summary>
    internal static bool Fits(JsonWebKey key, string algorithm) => key.Kty switch
    {
        "EC" => string.Equals(algorithm, OfCurve(key.Crv), StringComparison.Ordinal),
        "RSA" => algorithm is Rs256 or Rs384 or Rs512 or Ps256 or Ps384 or Ps512,
        "OKP" => IsEd25519(algorithm),
        _ => false,
    };

    /// <summary>True if signatures of both algorithms are the same thing: Ed25519 has two names.</summary>
    internal static bool AreSame(string one, string other) =>
        string.Equals(one, other, StringComparison.Ordinal) || (IsEd25519(one) && IsEd25519(other));

    /// <summary>The algorithm of a key of ours: its <c>alg</c>, else RS256 for RSA, and what the curve implies.</summary>
    internal static string? Of(JsonWebKey key) => key.Alg ?? key.Kty switch
    {
        "EC" => OfCurve(key.Crv),
        "RSA" => Rs256,
        "OKP" => EdDsa,
        _ => null,
    };

    /// <summary>The left half of a value's hash, for <c>at_hash</c> and <c>c_hash</c> (OpenID Connect Core §3.1.3.6).</summary>
    /// <param name="algorithm">The <c>alg</c> of the ID token, whose hash is taken; SHA-512 for Ed25519.</param>
    /// <param name="value">The access token or the code.</param>
    /// <returns>Base64url of the left half.</returns>
    public static string LeftHalfHash(string algorithm, string value)
    {
        Span<byte> digest = stackalloc byte[SHA512.HashSizeInBytes];
        var length = CryptographicOperations.HashData(HashOf(algorithm), Encoding.ASCII.GetBytes(value), digest);
        return Base64Url.EncodeToString(digest[..(length / 2)]);
    }

    private static string? OfCurve(string? curve) => curve switch
    {
        "P-256" => Es256,
        "P-384" => Es384,
        "P-521" => Es512,
        _ => null,
    };

    private static bool IsEd25519(string algorithm) => algorithm is EdDsa or Ed25519;

    private static HashAlgorithmName HashOf(string algorithm) => algorithm switch
    {
        Es256 or Rs256 or Ps256 => HashAlgorithmName.SHA256,
        Es384 or Rs384 or Ps384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };
}
