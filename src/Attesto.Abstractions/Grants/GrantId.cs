using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Attesto;

/// <summary>Names a <see cref="Grant"/>: 128 random bits. No secret: whoever knows it can do nothing with it.</summary>
/// <param name="Value">The bits.</param>
public readonly record struct GrantId(Guid Value)
{
    /// <summary>How many bytes it has.</summary>
    internal const int Size = 16;

    private const int TextLength = 22;

    /// <summary>A new one.</summary>
    /// <returns>128 random bits.</returns>
    public static GrantId New()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return Read(bytes);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">Any text, or null.</param>
    /// <param name="id">The identifier.</param>
    /// <returns>True if the text is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out GrantId id)
    {
        Span<byte> bytes = stackalloc byte[Size];
        id = text is { Length: TextLength } && Base64Url.DecodeFromChars(text, bytes, out _, out var written) is OperationStatus.Done && written == Size
            ? Read(bytes)
            : default;
        return id != default;
    }

    /// <summary>The identifier as 22 characters of base64url: the <c>grant_id</c> of access tokens.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    internal static GrantId Read(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    internal void Write(Span<byte> bytes) => Value.TryWriteBytes(bytes, bigEndian: true, out _);
}
