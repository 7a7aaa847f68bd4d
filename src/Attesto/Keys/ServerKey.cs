using System.Security.Cryptography.X509Certificates;
using Attesto.Jose;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Keys;

/// <summary>A key of the server for a <see cref="StaticKeystore"/>, which reads it and says what is wrong with it.</summary>
public sealed class ServerKey
{
    private readonly Func<OpenedKey> _open;

    internal ServerKey(string? algorithm, KeyUse use, Func<OpenedKey> open) => (Algorithm, Use, _open) = (algorithm, use, open);

    /// <summary>A key that signs, wherever it lives: in this process, in a certificate, in a vault or an HSM behind its crypto provider.</summary>
    /// <param name="credentials">The key and its JOSE algorithm, such as <c>ES256</c>. Its <c>kid</c> stays; without one it becomes the thumbprint
    /// of the public key (RFC 7638).</param>
    /// <param name="publicKey">The public key; needed where <see cref="SigningCredentials.Key"/> is a type of its own that does not show it.</param>
    public ServerKey(SigningCredentials credentials, JsonWebKey? publicKey = null)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        Algorithm = credentials.Algorithm;
        _open = () => OpenedKey.Of(credentials.Key, publicKey ?? PublicJsonWebKey.Of(credentials.Key), credentials);
    }

    /// <summary>The <c>alg</c> that it is bound to; null takes RS256 for RSA, and what the curve implies.</summary>
    public string? Algorithm { get; }

    /// <summary>Whether it signs.</summary>
    public KeyUse Use { get; }

    /// <summary>A key in PEM (RFC 7468) or as a JSON Web Key (RFC 7517).</summary>
    /// <param name="text">One key: PKCS #8, encrypted or not, SEC 1 or PKCS #1; to verify also a public key or a certificate. Other blocks that
    /// the usual tools write beside a private key, EC PARAMETERS and certificates, are passed over.</param>
    /// <param name="password">The password of an encrypted key, or null.</param>
    /// <param name="algorithm">The <c>alg</c> that it is bound to; null takes RS256 for RSA, and what the curve implies.</param>
    /// <param name="use">Whether it signs.</param>
    /// <returns>The key, not read yet.</returns>
    public static ServerKey FromText(string text, string? password = null, string? algorithm = null, KeyUse use = KeyUse.Sign)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(algorithm, use, () => KeyTextReader.Read(text, password));
    }

    /// <summary>A key in a file: what <see cref="FromText"/> reads, or PKCS #12 (<c>.pfx</c>, <c>.p12</c>), or DER.</summary>
    /// <param name="path">The file.</param>
    /// <param name="password">The password of an encrypted file, or null.</param>
    /// <param name="algorithm">The <c>alg</c> that it is bound to; null takes RS256 for RSA, and what the curve implies.</param>
    /// <param name="use">Whether it signs.</param>
    /// <returns>The key, not read yet.</returns>
    public static ServerKey FromFile(string path, string? password = null, string? algorithm = null, KeyUse use = KeyUse.Sign)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(algorithm, use, () => KeyFileReader.Read(path, password));
    }

    /// <summary>The key of a certificate.</summary>
    /// <param name="certificate">A certificate with its private key; to verify also without.</param>
    /// <param name="algorithm">The <c>alg</c> that it is bound to; null takes RS256 for RSA, and what the curve implies.</param>
    /// <param name="use">Whether it signs.</param>
    /// <returns>The key.</returns>
    public static ServerKey FromCertificate(X509Certificate2 certificate, string? algorithm = null, KeyUse use = KeyUse.Sign)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new(algorithm, use, () => OpenedKey.Of(certificate));
    }

    /// <summary>A public key whose signatures are accepted: the one before or after a rotation.</summary>
    /// <param name="key">The public key; its <c>kid</c> and <c>alg</c> stay, where it has them.</param>
    /// <returns>The key.</returns>
    public static ServerKey FromPublicKey(JsonWebKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(key.Alg, KeyUse.Verify, () => OpenedKey.Of(null, key));
    }

    /// <summary>Leaves the key out: it must not end up in a log.</summary>
    /// <returns>The algorithm and the use.</returns>
    public override string ToString() => $"{Algorithm ?? "inferred"} {Use}";

    internal OpenedKey Open() => _open();
}
