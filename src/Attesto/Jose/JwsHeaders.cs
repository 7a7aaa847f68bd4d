using System.Text;

namespace Attesto.Jose;

/// <summary>Headers of JWS that verified, kept because they come again: every token of a key, and every DPoP proof of a client, has the same one.
/// A header means the same whenever it is read, so what is kept saves work and decides nothing.</summary>
/// <param name="capacity">How many are kept at most.</param>
internal sealed class JwsHeaders(int capacity)
{
    /// <summary>Longer ones are read anew each time, so that all together stay within some tens of megabytes.</summary>
    public const int MaxLength = 1024;

    private readonly RecentItems<ReadOnlySpan<char>, JwsHeader> _kept = new(capacity);

    public static JwsHeaders Shared { get; } = new(capacity: 8192);

    public JoseFault TryRead(ReadOnlySpan<char> segment, out JwsHeader? header)
    {
        header = _kept.Find(HashOf(segment), segment);
        return header is not null ? JoseFault.None : JwsHeader.TryRead(segment, out header);
    }

    /// <summary>Keeps a header whose JWS verified; any other could push out a good one at no cost.</summary>
    public void Keep(ReadOnlySpan<char> segment, JwsHeader header)
    {
        if (header.KeptText is not null || segment.Length > MaxLength)
        {
            return;
        }

        var text = new byte[segment.Length];
        Encoding.ASCII.GetBytes(segment, text);
        header.KeptText = text;
        if (_kept.Keep(HashOf(segment), header) is { } displaced && displaced != header)
        {
            displaced.KeptText = null;
            displaced.Release();
        }
    }

    // Seeded per process: nobody outside can aim at a slot.
    private static int HashOf(ReadOnlySpan<char> segment) => string.GetHashCode(segment, StringComparison.Ordinal);
}
