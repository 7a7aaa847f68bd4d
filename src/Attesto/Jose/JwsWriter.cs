using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Jose;

/// <summary>Writes and signs compact JWS (RFC 7515 §7.1) with few allocations: the token's text, little else.</summary>
internal static class JwsWriter
{
    private static readonly ConcurrentQueue<Scratch> Idle = new();

    /// <summary>Signs a set of claims.</summary>
    public static ValueTask<string> SignAsync(
        SigningCredentials credentials, string? type, Action<Utf8JsonWriter> writeClaims, CancellationToken cancellationToken) =>
        SignAsync(credentials, type, writeClaims, static (writer, write) => write(writer), cancellationToken);

    /// <summary>Signs a set of claims, without a closure.</summary>
    /// <typeparam name="TState">What the claims are written from.</typeparam>
    /// <param name="credentials">The key and its algorithm.</param>
    /// <param name="type">The <c>typ</c> (RFC 7515 §4.1.9), or null for none.</param>
    /// <param name="state">Passed on.</param>
    /// <param name="writeClaims">Writes the members of the payload, inside an object that is already open.</param>
    /// <param name="cancellationToken">Cancels a remote signer.</param>
    /// <returns>The token.</returns>
    public static async ValueTask<string> SignAsync<TState>(
        SigningCredentials credentials, string? type, TState state, Action<Utf8JsonWriter, TState> writeClaims, CancellationToken cancellationToken)
    {
        var signer = Signer.Of(credentials);
        var scratch = Idle.TryDequeue(out var idle) ? idle : new Scratch(); // one whose signer throws is left to the collector
        scratch.Write(signer.HeaderOf(type ?? ""), state, writeClaims);
        await signer.AppendSignatureAsync(scratch.Token, cancellationToken);
        var token = Encoding.ASCII.GetString(scratch.Token.WrittenSpan);
        if (scratch.Reset() && Idle.Count < Environment.ProcessorCount)
        {
            Idle.Enqueue(scratch);
        }
        else
        {
            scratch.Dispose();
        }

        return token;
    }

    private sealed class Scratch : IDisposable
    {
        private const int MaxKept = 16 * 1024;

        private readonly ArrayBufferWriter<byte> _json = new(1024);
        private readonly Utf8JsonWriter _writer;

        public Scratch() => _writer = new(_json, Signer.JsonOptions);

        public ArrayBufferWriter<byte> Token { get; } = new(1024);

        public void Dispose() => _writer.Dispose();

        public void Write<TState>(byte[] header, TState state, Action<Utf8JsonWriter, TState> writeClaims)
        {
            _writer.WriteStartObject();
            writeClaims(_writer, state);
            _writer.WriteEndObject();
            _writer.Flush();
            Token.Write(header);
            var json = _json.WrittenSpan;
            Token.Advance(Base64Url.EncodeToUtf8(json, Token.GetSpan(Base64Url.GetEncodedLength(json.Length))));
        }

        public bool Reset()
        {
            _json.ResetWrittenCount();
            Token.ResetWrittenCount();
            _writer.Reset();
            return Token.Capacity <= MaxKept;
        }
    }
}
