using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Attesto.SenderConstraints;

/// <summary>A distinguished name as its attributes, most specific first (RFC 4514 §2). Values compare byte for byte; how they were encoded does not matter.</summary>
internal static class DistinguishedName
{
    private const int MaxLength = 1024;

    private static readonly Dictionary<string, string> Oids = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CN"] = "2.5.4.3",
        ["SN"] = "2.5.4.4",
        ["SERIALNUMBER"] = "2.5.4.5",
        ["C"] = "2.5.4.6",
        ["L"] = "2.5.4.7",
        ["ST"] = "2.5.4.8",
        ["S"] = "2.5.4.8",
        ["STREET"] = "2.5.4.9",
        ["O"] = "2.5.4.10",
        ["OU"] = "2.5.4.11",
        ["T"] = "2.5.4.12",
        ["TITLE"] = "2.5.4.12",
        ["BUSINESSCATEGORY"] = "2.5.4.15",
        ["GN"] = "2.5.4.42",
        ["ORGANIZATIONIDENTIFIER"] = "2.5.4.97",
        ["UID"] = "0.9.2342.19200300.100.1.1",
        ["DC"] = "0.9.2342.19200300.100.1.25",
        ["E"] = "1.2.840.113549.1.9.1",
        ["EMAILADDRESS"] = "1.2.840.113549.1.9.1",
        ["JURISDICTIONCOUNTRYNAME"] = "1.3.6.1.4.1.311.60.2.1.3",
    };

    /// <summary>True if the certificate's subject is the name, in either order: RFC 4514 writes the most specific part first, OpenSSL last.</summary>
    public static bool Matches(X509Certificate2 certificate, string name)
    {
        if (!TryParse(name, out var wanted) || !TryRead(certificate.SubjectName, out var actual))
        {
            return false;
        }

        return actual.AsSpan().SequenceEqual(wanted.Value.AsSpan()) || actual.Reverse().SequenceEqual(wanted.Value);
    }

    /// <summary>Reads the text form of RFC 4514 §2. Multi-valued parts are not supported.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImmutableArray<(string Oid, string Value)>? name)
    {
        var attributes = ImmutableArray.CreateBuilder<(string, string)>();
        name = null;
        for (var rest = text.Length <= MaxLength ? text.AsSpan() : default; !rest.IsEmpty;)
        {
            var equals = rest.IndexOf('=');
            if (equals <= 0 || FindOid(rest[..equals].Trim().ToString()) is not { } oid || !TryReadValue(rest[(equals + 1)..], out var value, out var used))
            {
                return false;
            }

            attributes.Add((oid, value));
            rest = rest[(equals + 1 + used)..];
        }

        name = attributes.Count > 0 ? attributes.ToImmutable() : null;
        return name is not null;
    }

    private static string? FindOid(string type) => Oids.TryGetValue(type, out var oid) ? oid : type.All(c => char.IsAsciiDigit(c) || c == '.') ? type : null;

    // Up to an unescaped comma; an escape is a backslash before the character or before its UTF-8 bytes in hex (RFC 4514 §2.4).
    private static bool TryReadValue(ReadOnlySpan<char> text, out string value, out int used)
    {
        var bytes = new List<byte>();
        var end = 0; // up to here spaces count: unescaped ones at the end do not
        value = "";
        for (used = 0; used < text.Length && text[used] != ','; used++)
        {
            if (text[used] is '+' or ';' or '"' or '<' or '>')
            {
                return false;
            }

            if (text[used] != '\\')
            {
                if (text[used] != ' ' || bytes.Count > 0)
                {
                    bytes.AddRange(Encoding.UTF8.GetBytes(text[used].ToString()));
                }

                end = text[used] == ' ' ? end : bytes.Count;
                continue;
            }

            if (used + 2 < text.Length && char.IsAsciiHexDigit(text[used + 1]) && char.IsAsciiHexDigit(text[used + 2]))
            {
                bytes.Add(Convert.ToByte(text.Slice(used + 1, 2).ToString(), 16));
                used += 2;
            }
            else if (used + 1 < text.Length)
            {
                bytes.Add((byte)text[++used]);
            }
            else
            {
                return false;
            }

            end = bytes.Count;
        }

        used = Math.Min(used + 1, text.Length);
        value = Encoding.UTF8.GetString([.. bytes[..end]]);
        return end > 0;
    }

    private static bool TryRead(X500DistinguishedName subject, out ImmutableArray<(string Oid, string Value)> name)
    {
        var attributes = ImmutableArray.CreateBuilder<(string, string)>();
        name = [];
        try
        {
            foreach (var part in subject.EnumerateRelativeDistinguishedNames(reversed: true))
            {
                if (part.HasMultipleElements || part.GetSingleElementValue() is not { } value)
                {
                    return false;
                }

                attributes.Add((part.GetSingleElementType().Value!, value));
            }
        }
        catch (CryptographicException)
        {
            return false; // a certificate may be signed whose subject is no well-formed name (RFC 5280 §4.1.2.4)
        }

        name = attributes.ToImmutable();
        return true;
    }
}
