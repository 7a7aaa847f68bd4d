using System.Text;
using System.Text.Json;
using Attesto.EdDsa;
using Attesto.Jose;
using Attesto.Keys;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Tests.Keys;

/// <summary>A key pair as a keystore holds it.</summary>
internal sealed record TestKey(SigningCredentials Credentials, JsonWebKey PublicKey)
{
    public string KeyId => Credentials.Kid;

    public string Algorithm => Credentials.Algorithm;

    public string Thumbprint => VerificationKey.ThumbprintOf(PublicKey);

    /// <summary>The public key as a JWK Set publishes it.</summary>
    public string Json => JsonOf(writer => JsonWebKeyWriter.Write(writer, PublicKey));

    public JsonWebKeySet Set => SetOf(PublicKey);

    public static TestKey Of(string pem, string? algorithm = null)
    {
        var keys = new StaticKeystore(Ed25519Key.FromText(pem, algorithm: algorithm));
        return new(
            keys.FindSigningCredentialsAsync(null, default).AsTask().GetAwaiter().GetResult()!,
            keys.GetVerificationKeysAsync(default).AsTask().GetAwaiter().GetResult()[0]);
    }

    public static JsonWebKeySet SetOf(params IEnumerable<JsonWebKey> keys)
    {
        var set = new JsonWebKeySet();
        foreach (var key in keys)
        {
            set.Keys.Add(key);
        }

        return set;
    }

    public static string JsonOf(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public byte[] Sign(byte[] input)
    {
        using var provider = (Credentials.CryptoProviderFactory ?? Credentials.Key.CryptoProviderFactory).CreateForSigning(Credentials.Key, Algorithm, cacheProvider: false);
        return provider.Sign(input);
    }
}
