using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Jose;

/// <summary>Writes public keys as a JWK Set publishes them (RFC 7517 §4, §5): named members only, so that nothing private can slip out.</summary>
internal static class JsonWebKeyWriter
{
    public static void WriteSet(Utf8JsonWriter writer, IEnumerable<JsonWebKey> keys)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("keys"u8);
        foreach (var key in keys)
        {
            Write(writer, key);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, JsonWebKey key)
    {
        writer.WriteStartObject();
        Write("crv", key.Crv);
        Write("e", key.E);
        Write("kty", key.Kty);
        Write("n", key.N);
        Write("x", key.X);
        Write("y", key.Y);
        Write("kid", key.Kid);
        Write("use", key.Use);
        Write("alg", key.Alg);
        writer.WriteEndObject();

        void Write(string name, string? value)
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }
    }
}
