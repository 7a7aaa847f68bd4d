using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Jose;

/// <summary>What a key needs to sign again and again: its provider, and the protected headers that it has signed under, which never change.
/// It is kept for as long as the credentials are, so a keystore gives out the same ones each time.</summary>
internal sealed class Signer
{
    // Base64url leaves nothing to inject into; "at+jwt" must not become "at\u002Bjwt".
    internal static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int MaxSignature = 1024; // bytes: an RSA key of 8192 bits

    private static readonly ConditionalWeakTable<SigningCredentials, Signer> Signers = [];

    private readonly ConcurrentDictionary<string, byte[]> _headers = new(StringComparer.Ordinal);
    private readonly SignatureProvider _provider;
    private readonly SigningCredentials _credentials;

    private Signer(SigningCredentials credentials)
    {
        _credentials = credentials;
        _provider = (credentials.CryptoProviderFactory ?? credentials.Key.CryptoProviderFactory)
            .CreateForSigning(credentials.Key, credentials.Algorithm, cacheProvider: false);
    }

    /// <summary>The signer of these credentials.</summary>
    /// <exception cref="Exception">The library, or the host's own provider, cannot sign with them.</exception>
    public static Signer Of(SigningCredentials credentials) => Signers.GetValue(credentials, static credentials => new(credentials));

    /// <summary>The encoded header of a <c>typ</c>, with the dot that follows it; the empty type leaves the member out.</summary>
    public byte[] HeaderOf(string type) => _headers.GetOrAdd(type, static (type, credentials) => EncodeHeader(credentials, type), _credentials);

    /// <summary>Signs, and appends the signature in base64url.</summary>
    public ValueTask AppendSignatureAsync(ArrayBufferWriter<byte> token, CancellationToken cancellationToken)
    {
        if (_provider is AsyncSignatureProvider remote)
        {
            return AwaitAsync(remote, token, cancellationToken);
        }

        Span<byte> signature = stackalloc byte[MaxSignature];

        // Of the others only the library's own provider is known to sign into a span.
        if (_provider is AsymmetricSignatureProvider && _provider.Sign(token.WrittenSpan, signature, out var written))
        {
            Append(token, signature[..written]);
        }
        else
        {
            Append(token, _provider.Sign(token.WrittenSpan.ToArray()));
        }

        return ValueTask.CompletedTask;
    }

    private static async ValueTask AwaitAsync(AsyncSignatureProvider remote, ArrayBufferWriter<byte> token, CancellationToken cancellationToken) =>
        Append(token, await remote.SignAsync(token.WrittenMemory, cancellationToken));

    private static void Append(ArrayBufferWriter<byte> token, ReadOnlySpan<byte> signature)
    {
        token.Write("."u8);
        token.Advance(Base64Url.EncodeToUtf8(signature, token.GetSpan(Base64Url.GetEncodedLength(signature.Length))));
    }

    private static byte[] EncodeHeader(SigningCredentials credentials, string type)
    {
        var json = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(json, JsonOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("alg"u8, credentials.Algorithm);
            writer.WriteString("kid"u8, credentials.Kid);
            if (type.Length > 0)
            {
                writer.WriteString("typ"u8, type);
            }

            writer.WriteEndObject();
        }

        return Encoding.ASCII.GetBytes(Base64Url.EncodeToString(json.WrittenSpan) + ".");
    }
}
