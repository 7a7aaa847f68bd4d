using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Attesto.Keys;

/// <summary>Reads a file that holds one key of the server, whichever tool wrote it.</summary>
internal static class KeyFileReader
{
    private static readonly byte[] JavaKeystore = [0xFE, 0xED, 0xFE, 0xED];

    /// <summary>The one key of a file; a package that knows more kinds of keys looks for its own first.</summary>
    public static OpenedKey Read(string path, string? password, Func<string, OpenedKey?>? find = null)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return OpenedKey.Refused($"cannot be opened: {e.Message}");
        }

        var opened = Read(content, text => find?.Invoke(text) ?? KeyTextReader.Read(text, password), password);
        CryptographicOperations.ZeroMemory(content);
        return opened.Fault is { } fault ? OpenedKey.Refused($"({path}) {fault}") : opened;
    }

    private static OpenedKey Read(byte[] content, Func<string, OpenedKey> readText, string? password)
    {
        if (content.AsSpan().StartsWith(JavaKeystore))
        {
            return OpenedKey.Refused("is a Java keystore; convert it with: keytool -importkeystore -srckeystore FILE -destkeystore key.p12 -deststoretype PKCS12");
        }

        const byte asn1Sequence = 0x30;
        return content is [asn1Sequence, ..] && content.AsSpan().ContainsAnyInRange((byte)0, (byte)8) ? ReadBinary(content, readText, password) : readText(TextOf(content));
    }

    // PowerShell's redirection writes UTF-16, editors a byte order mark.
    private static string TextOf(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static OpenedKey ReadBinary(byte[] content, Func<string, OpenedKey> readText, string? password)
    {
        try
        {
            return X509Certificate2.GetCertContentType(content) switch
            {
                X509ContentType.Pkcs12 => ReadPkcs12(content, password),
                X509ContentType.Cert => OpenedKey.Of(X509CertificateLoader.LoadCertificate(content)),
                _ => ReadDer(content, readText, password),
            };
        }
        catch (CryptographicException)
        {
            return ReadDer(content, readText, password);
        }
    }

    // A chain comes along in many files: the key's own certificate is the one with a private key.
    private static OpenedKey ReadPkcs12(byte[] content, string? password)
    {
        X509Certificate2Collection certificates;
        try
        {
            certificates = X509CertificateLoader.LoadPkcs12Collection(content, password, X509KeyStorageFlags.EphemeralKeySet);
        }
        catch (CryptographicException e)
        {
            return OpenedKey.Refused(password is null ? $"is a PKCS #12 file that needs a password: {e.Message}" : $"is a PKCS #12 file that does not open: {e.Message}");
        }

        X509Certificate2[] own = [.. certificates.Where(certificate => certificate.HasPrivateKey)];
        return own switch
        {
            [var one] => OpenedKey.Of(one),
            [] => OpenedKey.Refused("is a PKCS #12 file without a private key that belongs to a certificate in it"),
            _ => OpenedKey.Refused($"is a PKCS #12 file with {own.Length} private keys; give each key its own file"),
        };
    }

    // Which of the forms it is, DER does not say.
    private static OpenedKey ReadDer(byte[] content, Func<string, OpenedKey> readText, string? password)
    {
        string[] labels = password is null ? ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "PUBLIC KEY"] : ["ENCRYPTED PRIVATE KEY"];
        var tried = labels.Select(label => readText(PemEncoding.WriteString(label, content))).ToList();
        return tried.Find(opened => opened.Fault is null) ?? OpenedKey.Refused($"is binary, and read as PKCS #8 it {tried[0].Fault}");
    }
}
