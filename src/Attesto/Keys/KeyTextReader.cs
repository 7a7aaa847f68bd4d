using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Attesto.Keys;

/// <summary>Reads one key from PEM (RFC 7468) or JSON (RFC 7517), or says why not.</summary>
internal static class KeyTextReader
{
    internal const string Ed25519Hint = "is an Ed25519 key; add the package Attesto.EdDsa and read it with Ed25519Key.FromText";

    private const string EcOid = "1.2.840.10045.2.1";
    private const string RsaOid = "1.2.840.113549.1.1.1";

    public static OpenedKey Read(string text, string? password)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed is ['{', ..])
        {
            return KeyJsonReader.Read(text);
        }

        if (trimmed.StartsWith("PuTTY-User-Key-File", StringComparison.Ordinal))
        {
            return OpenedKey.Refused("is a PuTTY key, made for SSH; make one with: openssl ecparam -name prime256v1 -genkey -noout");
        }

        if (!TryFindKey(text, out var pem, out var label, out var fault))
        {
            return OpenedKey.Refused(fault);
        }

        try
        {
            return Import(pem, label, password);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or ArgumentException or FormatException)
        {
            return OpenedKey.Refused(
                label.StartsWith("ENCRYPTED", StringComparison.Ordinal) ? $"does not open with its password: {e.Message}" : $"cannot be read as {label}: {e.Message}");
        }
    }

    // What stands beside the key: the parameters that openssl ecparam repeats before it, the certificates that belong to it.
    private static bool TryFindKey(string text, out string pem, out string label, out string fault)
    {
        (pem, label, fault) = ("", "", "");
        var (keys, certificate) = (0, (string?)null);
        for (var rest = text; PemEncoding.TryFind(rest, out var fields); rest = rest[fields.Location.End..])
        {
            var (found, name) = (rest[fields.Location], rest[fields.Label]);
            if (name is "CERTIFICATE" or "TRUSTED CERTIFICATE" or "X509 CERTIFICATE")
            {
                certificate ??= found;
            }
            else if (name is not "EC PARAMETERS")
            {
                keys++;
                (pem, label) = (found, name);
            }
        }

        if (keys == 0 && certificate is not null)
        {
            (keys, pem, label) = (1, certificate, "CERTIFICATE");
        }

        fault = keys switch
        {
            1 => "",
            0 when text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal) =>
                "is encrypted in the old form of OpenSSL (DEK-Info), which .NET does not read; convert it with: openssl pkcs8 -topk8 -in FILE -out NEW",
            0 => "holds no PEM block; expected -----BEGIN PRIVATE KEY-----",
            _ => "holds more than one key; give each key its own entry",
        };
        return keys == 1;
    }

    private static OpenedKey Import(string pem, string label, string? password) => label switch
    {
        "EC PRIVATE KEY" => ImportEc(pem, isPrivate: true),
        "RSA PRIVATE KEY" => ImportRsa(pem, isPrivate: true),
        "RSA PUBLIC KEY" => ImportRsa(pem, isPrivate: false),
        "PRIVATE KEY" or "PUBLIC KEY" => ImportByOid(pem, isPrivate: label[1] == 'R'),
        "ENCRYPTED PRIVATE KEY" => password is null ? OpenedKey.Refused("is encrypted; give its password") : ImportEncrypted(pem, password),
        "CERTIFICATE" => OpenedKey.Of(X509Certificate2.CreateFromPem(pem)), // to verify; without a private key it signs nothing
        "OPENSSH PRIVATE KEY" => OpenedKey.Refused("is in the form of OpenSSH; convert it with: ssh-keygen -p -m PKCS8 -f FILE"),
        _ => OpenedKey.Refused($"is a {label}; expected PRIVATE KEY, ENCRYPTED PRIVATE KEY, EC PRIVATE KEY, RSA PRIVATE KEY, PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE"),
    };

    private static OpenedKey ImportByOid(string pem, bool isPrivate) => OidOf(pem, isPrivate) switch
    {
        EcOid => ImportEc(pem, isPrivate),
        RsaOid => ImportRsa(pem, isPrivate),
        "1.3.101.112" => OpenedKey.Refused(Ed25519Hint), // RFC 8410 §3
        "1.2.840.113549.1.1.10" => OpenedKey.Refused(
            "is restricted to RSA-PSS in its own form, which .NET does not read; make it with openssl genpkey -algorithm RSA, and give it the algorithm PS256"),
        var oid => OpenedKey.Refused($"is of a type that is not supported (OID {oid}); use P-256, P-384, P-521 or RSA"),
    };

    // PrivateKeyInfo (RFC 5958 §2): version, algorithm, octets. SubjectPublicKeyInfo (RFC 5280 §4.1): algorithm, bits.
    private static string OidOf(string pem, bool isPrivate)
    {
        var der = Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);
        var outer = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        if (isPrivate)
        {
            outer.ReadInteger();
        }

        return outer.ReadSequence().ReadObjectIdentifier();
    }

    private static OpenedKey ImportEc(string pem, bool isPrivate)
    {
        var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(pem);
        return OpenedKey.Of(ecdsa, isPrivate);
    }

    private static OpenedKey ImportRsa(string pem, bool isPrivate)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return OpenedKey.Of(rsa, isPrivate);
    }

    // What is inside shows only once it is open.
    private static OpenedKey ImportEncrypted(string pem, string password)
    {
        var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportFromEncryptedPem(pem, password);
            return OpenedKey.Of(ecdsa, isPrivate: true);
        }
        catch (CryptographicException)
        {
            ecdsa.Dispose();
            var rsa = RSA.Create();
            rsa.ImportFromEncryptedPem(pem, password);
            return OpenedKey.Of(rsa, isPrivate: true);
        }
    }
}
