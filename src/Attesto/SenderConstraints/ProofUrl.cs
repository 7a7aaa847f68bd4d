using System.Text;

namespace Attesto.SenderConstraints;

/// <summary>A URL as a proof's <c>htu</c> is compared (RFC 9449 §4.3): scheme and host without case, a default port like none, path byte for byte,
/// query and fragment left out. No normalisation of dots or percent signs: two URLs that a server could tell apart must not match.</summary>
internal readonly ref struct ProofUrl
{
    private readonly ReadOnlySpan<char> _scheme;
    private readonly ReadOnlySpan<char> _authority;
    private readonly ReadOnlySpan<char> _path;

    private ProofUrl(ReadOnlySpan<char> scheme, ReadOnlySpan<char> authority, ReadOnlySpan<char> path)
    {
        _scheme = scheme;
        _authority = authority;
        _path = path;
    }

    public bool IsHttps => Ascii.EqualsIgnoreCase(_scheme, "https");

    public bool IsHttp => Ascii.EqualsIgnoreCase(_scheme, "http");

    public static bool TryParse(ReadOnlySpan<char> text, out ProofUrl url)
    {
        url = default;
        if (text.IndexOf("://") is not (> 0 and var colon))
        {
            return false;
        }

        var rest = text[(colon + 3)..];
        rest = rest.IndexOfAny('?', '#') is var end and >= 0 ? rest[..end] : rest;
        var slash = rest.IndexOf('/');
        var authority = slash < 0 ? rest : rest[..slash];
        if (authority.IsEmpty || authority.ContainsAny("@\\ "))
        {
            return false;
        }

        url = new(text[..colon], authority, slash < 0 ? [] : rest[slash..]);
        return true;
    }

    public bool Matches(ProofUrl other) =>
        EqualButCase(_scheme, other._scheme)
        && EqualButCase(AuthorityWithoutDefaultPort(), other.AuthorityWithoutDefaultPort())
        && _path.SequenceEqual(other._path);

    // Case is ASCII's alone (RFC 3986 §6.2.2.1); the framework's comparison takes nothing else.
    private static bool EqualButCase(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        Ascii.EqualsIgnoreCase(left, right) || left.SequenceEqual(right);

    private ReadOnlySpan<char> AuthorityWithoutDefaultPort()
    {
        var port = IsHttps ? ":443" : ":80";
        return _authority.EndsWith(port, StringComparison.Ordinal) ? _authority[..^port.Length] : _authority;
    }
}
