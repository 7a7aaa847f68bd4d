using System.Text.Json;

namespace Attesto.Jose;

/// <summary>The public half of a key pair of one type, ready to verify. Safe to use from several threads.</summary>
internal abstract class VerificationKey
{
    public abstract string KeyType { get; }

    public virtual string? Curve => null;

    /// <summary>The algorithm of a key that names none.</summary>
    public abstract string InferredAlgorithm { get; }

    /// <summary>True if the type and curve of the key are those of the algorithm.</summary>
    public abstract bool Fits(string algorithm);

    /// <summary>Verifies; the algorithm fits.</summary>
    public abstract bool Verify(string algorithm, ReadOnlySpan<byte> signingInput, ReadOnlySpan<byte> signature);

    /// <summary>Writes the members that make up the public key.</summary>
    public abstract void WriteMembers(Utf8JsonWriter writer);

    /// <summary>The text that RFC 7638 §3.2 hashes: the required members in lexicographic order.</summary>
    public abstract bool TryWriteThumbprintInput(Span<byte> destination, out int written);

    /// <summary>Frees the native key at once, for keys that verify a single signature.</summary>
    public virtual void Release()
    {
    }
}
