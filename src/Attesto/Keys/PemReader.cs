using System.Formats.Asn1;
using System.Security.Cryptography;
using Attesto.Jose;

namespace Attesto.Keys;

/// <summary>Reads one PEM key, or says in words that a person can act on why not.</summary>
internal static class PemReader
{
    private const string Ed25519Oid = "1.3.101.112"; // RFC 8410 §3

    /// <summary>The public key, and the signing key if the PEM holds a private one; else a fault.</summary>
    public static (Jwk? PublicKey, SigningKey? SigningKey, string? Fault) Read(PemKey pem)
    {
        if (!PemEncoding.TryFind(pem.Pem, out var fields))
        {
            return Refused("holds no PEM block; expected -----BEGIN PRIVATE KEY-----");
        }

        var label = pem.Pem[fields.Label];
        if (pem.Pem.AsSpan()[fields.Location.End..].Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return Refused("holds more than one PEM block; give each key its own entry");
        }

        if (label.Contains("ENCRYPTED", StringComparison.Ordinal))
        {
            return Refused("is encrypted; decrypt it, or bring an IKeystore of your own");
        }

        try
        {
            return Bind(pem, Import(pem.Pem, label, Convert.FromBase64String(pem.Pem[fields.Base64Data])));
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException or ArgumentException or FormatException)
        {
            return Refused($"cannot be read as {label}: {exception.Message}");
        }
    }

    private static (Jwk?, SigningKey?, string?) Bind(PemKey pem, Imported imported)
    {
        if (imported.Key is null)
        {
            return Refused(imported.Fault is JoseFault.WeakKey
                ? "is an RSA key below 2048 bits; make one of 3072"
                : "is of a type or curve that is not supported; use P-256, P-384, P-521, RSA, or Ed25519 where OpenSSL offers it");
        }

        var algorithm = pem.Algorithm ?? imported.Key.InferredAlgorithm;
        if (!JoseAlgorithms.IsSupported(algorithm) || !imported.Key.Fits(algorithm))
        {
            return Refused($"cannot sign with '{algorithm}'; its own algorithm is {imported.Key.InferredAlgorithm}");
        }

        var thumbprint = new Jwk(imported.Key).Thumbprint;
        var key = new Jwk(imported.Key) { KeyId = thumbprint, Algorithm = algorithm, Use = "sig" };
        var signing = imported.Sign?.Invoke(key);
        return signing is null && pem.Use is KeyUse.Sign
            ? Refused("is a public key and cannot sign; give the private key, or set its use to verify")
            : (key, signing, null);
    }

    private static Imported Import(string pem, string label, byte[] der) => label switch
    {
        "EC PRIVATE KEY" => ImportEc(pem, isPrivate: true),
        "RSA PRIVATE KEY" => ImportRsa(pem, isPrivate: true),
        "RSA PUBLIC KEY" => ImportRsa(pem, isPrivate: false),
        "PRIVATE KEY" or "PUBLIC KEY" => ImportByOid(pem, der, isPrivate: label[1] == 'R'),
        _ => throw new CryptographicException("expected PRIVATE KEY, EC PRIVATE KEY, RSA PRIVATE KEY, PUBLIC KEY or RSA PUBLIC KEY"),
    };

    // PrivateKeyInfo (RFC 5958 §2): version, algorithm, octets. SubjectPublicKeyInfo (RFC 5280 §4.1): algorithm, bits.
    private static Imported ImportByOid(string pem, byte[] der, bool isPrivate)
    {
        var outer = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        if (isPrivate)
        {
            outer.ReadInteger();
        }

        var oid = outer.ReadSequence().ReadObjectIdentifier();
        return oid switch
        {
            "1.2.840.10045.2.1" => ImportEc(pem, isPrivate),
            "1.2.840.113549.1.1.1" => ImportRsa(pem, isPrivate),
            Ed25519Oid when isPrivate => ImportEd25519(new AsnReader(outer.ReadOctetString(), AsnEncodingRules.BER).ReadOctetString()),
            Ed25519Oid => new(Ed25519Key.TryImport("Ed25519", outer.ReadBitString(out _), out var key), key, null),
            _ => throw new CryptographicException($"its algorithm is {oid}"),
        };
    }

    private static Imported ImportEc(string pem, bool isPrivate)
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(pem);
        var parameters = ecdsa.ExportParameters(isPrivate);
        return new(EcKey.TryImport(parameters, out var key), key, isPrivate ? publicKey => new EcSigningKey(publicKey, parameters) : null);
    }

    private static Imported ImportRsa(string pem, bool isPrivate)
    {
        using var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        var parameters = rsa.ExportParameters(isPrivate);
        return new(
            RsaKey.TryImport(parameters.Modulus, parameters.Exponent, out var key),
            key,
            isPrivate ? publicKey => new RsaSigningKey(publicKey, parameters) : null);
    }

    private static Imported ImportEd25519(byte[] seed)
    {
        Ed25519Key? key = null;
        var fault = JoseFault.UnsupportedKey;
        if (Ed25519.IsSupported && seed.Length == Ed25519.KeyLength && Ed25519.TryDerivePublicKey(seed, out var publicKey))
        {
            fault = Ed25519Key.TryImport("Ed25519", publicKey, out key);
        }

        return new(fault, key, bound => new Ed25519SigningKey(bound, seed));
    }

    private static (Jwk?, SigningKey?, string?) Refused(string fault) => (null, null, fault);

    private sealed record Imported(JoseFault Fault, VerificationKey? Key, Func<Jwk, SigningKey>? Sign);
}
