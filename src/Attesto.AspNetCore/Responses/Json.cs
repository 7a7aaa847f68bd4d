using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attesto.Authorize;
using Attesto.Grants;
using Attesto.Issuing;

namespace Attesto.AspNetCore;

/// <summary>The wire shapes of answers. Null members are left out.</summary>
internal static class Json
{
    internal const string MediaType = "application/json";

    [ThreadStatic]
    private static Scratch? Idle; // nothing that writes an answer awaits

    public static byte[] Bytes(JsonNode node) => Write(writer => node.WriteTo(writer));

    /// <summary>RFC 6749 §5.1, with RFC 8693 §2.2.1's <c>issued_token_type</c>.</summary>
    public static byte[] Bytes(TokenResponse response) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString(Parameters.AccessToken, response.AccessToken);
        writer.WriteString("token_type", response.TokenType);
        writer.WriteNumber("expires_in", response.ExpiresIn);
        WriteIfPresent(writer, Parameters.Scope, response.Scope is { Length: > 0 } scope ? scope : null); // RFC 6749 §3.3: a scope has at least one token
        WriteIfPresent(writer, Parameters.RefreshToken, response.RefreshToken);
        WriteIfPresent(writer, "id_token", response.IdToken);
        WriteIfPresent(writer, "issued_token_type", response.IssuedTokenType);
        writer.WriteEndObject();
    });

    /// <summary>RFC 9126 §2.2.</summary>
    public static byte[] Bytes(PushedAuthorizationResponse response) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString(Parameters.RequestUri, response.RequestUri);
        writer.WriteNumber("expires_in", response.ExpiresIn);
        writer.WriteEndObject();
    });

    /// <summary>RFC 8628 §3.2.</summary>
    public static byte[] Bytes(DeviceAuthorizationResponse response) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString(Parameters.DeviceCode, response.DeviceCode);
        writer.WriteString(Parameters.UserCode, response.UserCode);
        writer.WriteString("verification_uri", response.VerificationUri);
        writer.WriteString("verification_uri_complete", response.VerificationUriComplete);
        writer.WriteNumber("expires_in", response.ExpiresIn);
        writer.WriteNumber("interval", response.Interval);
        writer.WriteEndObject();
    });

    private static void WriteIfPresent(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var scratch = Idle ??= new Scratch();
        scratch.Writer.Reset(scratch.Buffer); // also what an answer that failed left behind
        scratch.Buffer.Clear();
        write(scratch.Writer);
        scratch.Writer.Flush();
        var json = scratch.Buffer.WrittenSpan.ToArray();
        scratch.Buffer.Clear(); // it held tokens
        if (scratch.Buffer.Capacity > Scratch.MaxKept)
        {
            Idle = null;
        }

        return json;
    }

    // A writer asks for three times what a text may need, so a new buffer would be most of what an answer allocates.
    private sealed class Scratch
    {
        public const int MaxKept = 64 * 1024;

        public Scratch() => Writer = new Utf8JsonWriter(Buffer);

        public ArrayBufferWriter<byte> Buffer { get; } = new(4096);

        public Utf8JsonWriter Writer { get; }
    }
}
