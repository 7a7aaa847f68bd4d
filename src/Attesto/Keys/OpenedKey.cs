using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attesto.Jose;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Keys;

/// <summary>A key that was read; or, in words that a person can act on, why it was not.</summary>
internal sealed record OpenedKey
{
    /// <summary>The key that signs; null for a public one.</summary>
    public SecurityKey? Private { get; private init; }

    /// <summary>Its public half.</summary>
    public JsonWebKey? Public { get; private init; }

    /// <summary>The host's own credentials, which are used as they are.</summary>
    public SigningCredentials? Credentials { get; private init; }

    /// <summary>Why there is no key; it continues "key 1 …".</summary>
    public string? Fault { get; private init; }

    public static OpenedKey Refused(string fault) => new() { Fault = fault };

    public static OpenedKey Of(SecurityKey? key, JsonWebKey? publicKey, SigningCredentials? credentials = null) => publicKey is null
        ? Refused("does not show its public half; give it as a JsonWebKey beside the credentials")
        : new() { Private = key, Public = publicKey, Credentials = credentials };

    public static OpenedKey Of(ECDsa key, bool isPrivate) => PublicJsonWebKey.Of(key) is { } publicKey
        ? new() { Private = isPrivate ? new ECDsaSecurityKey(key) : null, Public = publicKey }
        : Refused("is on a curve that is not supported; use P-256, P-384 or P-521");

    public static OpenedKey Of(RSA key, bool isPrivate) =>
        new() { Private = isPrivate ? new RsaSecurityKey(key) : null, Public = PublicJsonWebKey.Of(key.ExportParameters(includePrivateParameters: false)) };

    // The key itself rather than an X509SecurityKey, whose kid would be the certificate's and change with each renewal.
    public static OpenedKey Of(X509Certificate2 certificate)
    {
        if ((certificate.HasPrivateKey ? certificate.GetECDsaPrivateKey() : certificate.GetECDsaPublicKey()) is { } ecdsa)
        {
            return Of(ecdsa, certificate.HasPrivateKey);
        }

        return (certificate.HasPrivateKey ? certificate.GetRSAPrivateKey() : certificate.GetRSAPublicKey()) is { } rsa
            ? Of(rsa, certificate.HasPrivateKey)
            : Refused($"is a certificate whose key is of type {certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value}; use EC or RSA");
    }
}
