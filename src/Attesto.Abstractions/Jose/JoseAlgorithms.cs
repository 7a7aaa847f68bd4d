using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Attesto.Jose;

/// <summary>The signature algorithms of JOSE that Attesto knows (RFC 7518 §3.1, RFC 8037 §3.1). <c>none</c> and symmetric ones do not exist here.</summary>
public static class JoseAlgorithms
{
    /// <summary>ECDSA over P-256 with SHA-256.</summary>
    public const string Es256 = "ES256";

    /// <summary>ECDSA over P-384 with SHA-384.</summary>
    public const string Es384 = "ES384";

    /// <summary>ECDSA over P-521 with SHA-512.</summary>
    public const string Es512 = "ES512";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    public const string Rs256 = "RS256";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-384.</summary>
    public const string Rs384 = "RS384";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-512.</summary>
    public const string Rs512 = "RS512";

    /// <summary>RSASSA-PSS with SHA-256.</summary>
    public const string Ps256 = "PS256";

    /// <summary>RSASSA-PSS with SHA-384.</summary>
    public const string Ps384 = "PS384";

    /// <summary>RSASSA-PSS with SHA-512.</summary>
    public const string Ps512 = "PS512";

    /// <summary>Ed25519, where the platform's OpenSSL offers it.</summary>
    public const string EdDsa = "EdDSA";

    /// <summary>Every algorithm that works on this platform: what a DPoP proof may be signed with (RFC 9449 §5.1).</summary>
    public static ImmutableArray<string> Supported { get; } =
        WithEdDsa([Es256, Es384, Es512, Rs256, Rs384, Rs512, Ps256, Ps384, Ps512]);

    /// <summary>The algorithms of a DPoP proof (RFC 9449 §5.1, <c>dpop_signing_alg_values_supported</c>).</summary>
    public static ImmutableArray<string> Dpop => Supported;

    /// <summary>What clients may sign assertions and request objects with, unless configured otherwise (FAPI 2.0 §5.4.1).</summary>
    public static ImmutableArray<string> ClientDefaults { get; } = WithEdDsa([Ps256, Es256]);

    /// <summary>True if signatures of this algorithm can be made and verified here.</summary>
    /// <param name="algorithm">The <c>alg</c>.</param>
    /// <returns>Whether it is supported.</returns>
    public static bool IsSupported(string algorithm) => Supported.AsSpan().Contains(algorithm);

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

    internal static HashAlgorithmName HashOf(string algorithm) => algorithm switch
    {
        Es256 or Rs256 or Ps256 => HashAlgorithmName.SHA256,
        Es384 or Rs384 or Ps384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };

    private static ImmutableArray<string> WithEdDsa(ImmutableArray<string> algorithms) =>
        Ed25519.IsSupported ? algorithms.Add(EdDsa) : algorithms;
}
