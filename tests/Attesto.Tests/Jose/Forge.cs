using System.Buffers.Text;
using System.Text;
using Attesto.Tests.Keys;

namespace Attesto.Tests.Jose;

/// <summary>Makes tokens that no honest library would: any header, any payload, signed or not.</summary>
internal static class Forge
{
    public static string Segment(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static string Unsigned(string header, string payload, string signature = "AAAA") => $"{Segment(header)}.{Segment(payload)}.{signature}";

    public static string Signed(TestKey key, string header, string payload)
    {
        var input = $"{Segment(header)}.{Segment(payload)}";
        var signature = key.Sign(Encoding.ASCII.GetBytes(input));
        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }

    public static string Header(TestKey key, string? type = null) =>
        type is null ? $$"""{"alg":"{{key.Algorithm}}","kid":"{{key.KeyId}}"}""" : $$"""{"alg":"{{key.Algorithm}}","kid":"{{key.KeyId}}","typ":"{{type}}"}""";
}
