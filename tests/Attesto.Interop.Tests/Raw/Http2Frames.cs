using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Attesto.Interop.Raw;

/// <summary>Frames of HTTP/2 (RFC 9113 §4), written by hand: a client library would not let a request lie about its body.</summary>
internal static class Http2Frames
{
    private const byte Data = 0;
    private const byte HeaderBlock = 1;
    private const byte ResetStream = 3;
    private const byte Settings = 4;
    private const byte GoAway = 7;
    private const byte EndStream = 1;
    private const byte EndHeaders = 4;

    private static readonly int[] Statuses = [200, 204, 206, 304, 400, 404, 500];

    /// <summary>The connection's preface (RFC 9113 §3.4), with a header table of no size: every answer then says its status by itself.</summary>
    public static byte[] Preface { get; } = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, [0, 1, 0, 0, 0, 0])];

    public static byte[] Headers(int stream, params (string Name, string Value)[] fields) =>
        Frame(HeaderBlock, EndHeaders, stream, [.. fields.SelectMany(field => (byte[])[0, .. Text(field.Name), .. Text(field.Value)])]); // literal, never indexed by name

    public static byte[] Body(int stream, ReadOnlySpan<byte> body, bool ends) => Frame(Data, ends ? EndStream : (byte)0, stream, body);

    /// <summary>Takes the request back (RFC 9113 §6.4, CANCEL).</summary>
    public static byte[] Cancel(int stream) => Frame(ResetStream, 0, stream, [0, 0, 0, 8]);

    /// <summary>The type of the next frame of a stream, and what is in it; null once the connection is closed.</summary>
    public static async Task<(byte Type, byte[] Payload)?> ReadAsync(Stream stream, CancellationToken cancellationToken) =>
        await ReadFrameAsync(stream, cancellationToken) is { } frame ? (frame.Type, frame.Payload) : null;

    private static async Task<(byte Type, byte Flags, int Stream, byte[] Payload)?> ReadFrameAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[9];
        if (await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken) < head.Length)
        {
            return null;
        }

        var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
        await stream.ReadExactlyAsync(payload, cancellationToken);
        return (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)) & int.MaxValue, payload);
    }

    /// <summary>Whether a frame ends a request, one way or the other: its answer's headers, a reset of it, or of everything.</summary>
    public static bool IsAnswer(byte type) => type is HeaderBlock or ResetStream or GoAway;

    /// <summary>The answer to a stream's request; null if it was reset, or everything closed.</summary>
    public static async Task<RawAnswer?> ReadAnswerAsync(Stream stream, int id, CancellationToken cancellationToken)
    {
        RawAnswer? answer = null;
        var body = new List<byte>();
        while (await ReadFrameAsync(stream, cancellationToken) is { } frame)
        {
            if (frame.Type is GoAway || (frame.Stream == id && frame.Type is ResetStream))
            {
                return null;
            }

            if (frame.Stream != id)
            {
                continue; // settings, windows, and what is left of a request that was taken back
            }

            answer ??= frame.Type is HeaderBlock ? new RawAnswer(StatusOf(frame.Payload), [], "") : null;
            body.AddRange(frame.Type is Data ? frame.Payload : []);
            if ((frame.Flags & EndStream) != 0)
            {
                return answer is null ? null : answer with { Body = Encoding.UTF8.GetString([.. body]) };
            }
        }

        return null;
    }

    private static byte[] Frame(byte type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[9 + payload.Length];
        (frame[0], frame[1], frame[2], frame[3], frame[4]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(9));
        return frame;
    }

    // Kestrel writes the status first: one of the static table, or digits under its name there (RFC 7541 appendix A).
    private static int StatusOf(byte[] block)
    {
        var first = block.SkipWhile(octet => (octet & 0xe0) == 0x20).ToArray(); // past an update of the table's size
        return first[0] is >= 0x88 and <= 0x8e ? Statuses[first[0] - 0x88]
            : int.TryParse(Encoding.ASCII.GetString(first, 2, 3), CultureInfo.InvariantCulture, out var status) ? status
            : throw new FormatException($"no status in {Convert.ToHexString(block)}");
    }

    // A string literal without Huffman coding (RFC 7541 §5.2).
    private static byte[] Text(string text) => text.Length < 127
        ? [(byte)text.Length, .. Encoding.Latin1.GetBytes(text)]
        : [127, .. Integer(text.Length - 127), .. Encoding.Latin1.GetBytes(text)];

    private static IEnumerable<byte> Integer(int rest)
    {
        for (; rest >= 128; rest >>= 7)
        {
            yield return (byte)(rest % 128 + 128);
        }

        yield return (byte)rest;
    }
}
