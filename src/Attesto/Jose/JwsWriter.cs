using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Attesto.Jose;

/// <summary>Writes and signs compact JWS (RFC 7515 §7.1) with few allocations: the token's text, the signature, little else.</summary>
public static class JwsWriter
{
    // Base64url leaves nothing to inject into; "at+jwt" must not become "at\u002Bjwt".
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ConcurrentQueue<Draft> Drafts = new();

    /// <summary>Signs a set of claims.</summary>
    /// <param name="key">The key.</param>
    /// <param name="type">The <c>typ</c> (RFC 7515 §4.1.9), or null for none.</param>
    /// <param name="writeClaims">Writes the members of the payload, inside an object that is already open.</param>
    /// <param name="cancellationToken">Cancels a remote signer.</param>
    /// <returns>The token.</returns>
    public static ValueTask<string> SignAsync(SigningKey key, string? type, Action<Utf8JsonWriter> writeClaims, CancellationToken cancellationToken) =>
        SignAsync(key, type, writeClaims, static (writer, write) => write(writer), cancellationToken);

    /// <summary>Signs a set of claims, without a closure.</summary>
    /// <typeparam name="TState">What the claims are written from.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="type">The <c>typ</c> (RFC 7515 §4.1.9), or null for none.</param>
    /// <param name="state">Passed on.</param>
    /// <param name="writeClaims">Writes the members of the payload, inside an object that is already open.</param>
    /// <param name="cancellationToken">Cancels a remote signer.</param>
    /// <returns>The token.</returns>
    public static async ValueTask<string> SignAsync<TState>(
        SigningKey key, string? type, TState state, Action<Utf8JsonWriter, TState> writeClaims, CancellationToken cancellationToken)
    {
        var draft = Drafts.TryDequeue(out var idle) ? idle : new Draft(); // one whose signer throws is left to the collector
        var header = key.EncodedHeaders.GetOrAdd(type ?? "", static (type, key) => EncodeHeader(key, type), key);
        draft.Write(header, state, writeClaims);
        var signature = await key.SignAsync(draft.SigningInput, cancellationToken);
        var token = draft.Complete(signature);
        if (draft.Reset() && Drafts.Count < Environment.ProcessorCount)
        {
            Drafts.Enqueue(draft);
        }
        else
        {
            draft.Dispose();
        }

        return token;
    }

    private static byte[] EncodeHeader(SigningKey key, string type)
    {
        var json = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(json, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("alg"u8, key.Algorithm);
            writer.WriteString("kid"u8, key.KeyId);
            if (type.Length > 0)
            {
                writer.WriteString("typ"u8, type);
            }

            writer.WriteEndObject();
        }

        return Encoding.ASCII.GetBytes(Base64Url.EncodeToString(json.WrittenSpan) + ".");
    }

    private sealed class Draft : IDisposable
    {
        private const int MaxKept = 16 * 1024;

        private readonly ArrayBufferWriter<byte> _json = new(1024);
        private readonly ArrayBufferWriter<byte> _token = new(1024);
        private readonly Utf8JsonWriter _writer;

        public Draft() => _writer = new(_json, Options);

        public void Dispose() => _writer.Dispose();

        public ReadOnlyMemory<byte> SigningInput => _token.WrittenMemory;

        public void Write<TState>(byte[] header, TState state, Action<Utf8JsonWriter, TState> writeClaims)
        {
            _writer.WriteStartObject();
            writeClaims(_writer, state);
            _writer.WriteEndObject();
            _writer.Flush();
            _token.Write(header);
            Encode(_json.WrittenSpan);
        }

        public string Complete(ReadOnlySpan<byte> signature)
        {
            _token.Write("."u8);
            Encode(signature);
            return Encoding.ASCII.GetString(_token.WrittenSpan);
        }

        public bool Reset()
        {
            _json.ResetWrittenCount();
            _token.ResetWrittenCount();
            _writer.Reset();
            return _token.Capacity <= MaxKept;
        }

        private void Encode(ReadOnlySpan<byte> bytes) =>
            _token.Advance(Base64Url.EncodeToUtf8(bytes, _token.GetSpan(Base64Url.GetEncodedLength(bytes.Length))));
    }
}
