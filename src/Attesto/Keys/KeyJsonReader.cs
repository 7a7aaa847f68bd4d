using System.Text;
using Attesto.Jose;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Keys;

/// <summary>Reads a key of the server from a JSON Web Key (RFC 7517), private or public.</summary>
internal static class KeyJsonReader
{
    public static OpenedKey Read(string text)
    {
        if (!StrictJson.TryParseObject(Encoding.UTF8.GetBytes(text), out var json))
        {
            return OpenedKey.Refused("is no JSON object with one interpretation (RFC 7493 §2)");
        }

        if (json.Has("ciphertext"))
        {
            return OpenedKey.Refused("is an encrypted JSON Web Key (JWE); decrypt it first");
        }

        if (json.Has("keys"))
        {
            return OpenedKey.Refused("is a JWK Set; give each key its own entry");
        }

        try
        {
            return Of(new JsonWebKey(text));
        }
        catch (ArgumentException e)
        {
            return OpenedKey.Refused($"is no JSON Web Key: {e.Message}");
        }
    }

    private static OpenedKey Of(JsonWebKey key)
    {
        if (key.Kty is "oct" || key.K is not null)
        {
            return OpenedKey.Refused("is a symmetric key; tokens are signed with a private one");
        }

        if (key.Kty is "OKP" && key.D is not null)
        {
            return OpenedKey.Refused(KeyTextReader.Ed25519Hint);
        }

        var publicKey = PublicJsonWebKey.Of(key)!;
        publicKey.Kid = key.Kid;
        return OpenedKey.Of(key.HasPrivateKey ? key : null, publicKey);
    }
}
