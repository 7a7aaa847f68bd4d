using System.Buffers.Text;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using Attesto.Jose;
using Attesto.Keys;
using Microsoft.IdentityModel.Tokens;
using NSec.Cryptography;
using NSecKey = NSec.Cryptography.Key;

namespace Attesto.EdDsa;

/// <summary>Finds an Ed25519 key in a text.</summary>
internal static class Ed25519Reader
{
    private const string Oid = "1.3.101.112"; // RFC 8410 §3

    /// <summary>The key; null if the text holds none, and somebody else may say what it is.</summary>
    public static OpenedKey? Find(string text, string? password)
    {
        try
        {
            return text.AsSpan().TrimStart() is ['{', ..] ? FindJson(text) : FindPem(text, password);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static OpenedKey? FindJson(string text) =>
        StrictJson.TryParseObject(Encoding.UTF8.GetBytes(text), out var json) && json.Is("kty", "OKP") && json.Is("crv", "Ed25519")
        && json.Text("d") is { } seed && CanonicalBase64Url.TryDecode(seed, out var bytes)
            ? Of(bytes, json.Text("kid"))
            : null;

    private static OpenedKey? FindPem(string text, string? password)
    {
        if (!PemEncoding.TryFind(text, out var fields))
        {
            return null;
        }

        var der = Convert.FromBase64String(text[fields.Base64Data]);
        return text[fields.Label] switch
        {
            "PRIVATE KEY" => OfPrivate(Pkcs8PrivateKeyInfo.Decode(der, out _)),
            "ENCRYPTED PRIVATE KEY" when password is not null => OfPrivate(Pkcs8PrivateKeyInfo.DecryptAndDecode(password, der, out _)),
            "PUBLIC KEY" => OfPublic(der),
            _ => null,
        };
    }

    // CurvePrivateKey (RFC 8410 §7): octets within octets.
    private static OpenedKey? OfPrivate(Pkcs8PrivateKeyInfo key) => string.Equals(key.AlgorithmId.Value, Oid, StringComparison.Ordinal)
        ? Of(AsnDecoder.ReadOctetString(key.PrivateKeyBytes.Span, AsnEncodingRules.BER, out _), keyId: null)
        : null;

    private static OpenedKey? OfPublic(byte[] der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        return string.Equals(outer.ReadSequence().ReadObjectIdentifier(), Oid, StringComparison.Ordinal)
            ? OpenedKey.Of(null, Json(outer.ReadBitString(out _)))
            : null;
    }

    private static OpenedKey Of(byte[] seed, string? keyId)
    {
        using var key = NSecKey.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        var publicKey = key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
        var signing = Json(publicKey);
        signing.D = Base64Url.EncodeToString(seed);
        signing.CryptoProviderFactory = EdDsaCryptoProvider.Factory;
        var published = Json(publicKey);
        published.Kid = keyId;
        return OpenedKey.Of(signing, published);
    }

    private static JsonWebKey Json(byte[] publicKey) => new() { Kty = "OKP", Crv = "Ed25519", X = Base64Url.EncodeToString(publicKey) };
}
