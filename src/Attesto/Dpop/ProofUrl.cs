namespace Attesto.Dpop;

/// <summary>A URL as a proof's <c>htu</c> is compared (RFC 9449 §4.3): scheme and host without case, a default port like none, path byte for byte,
/// query and fragment left out. No normalisation of dots or percent signs: two URLs that a server could tell apart must not match.</summary>
internal readonly record struct ProofUrl
{
    private ProofUrl(string scheme, string authority, string path) => (Scheme, Authority, Path) = (scheme, authority, path);

    public string Scheme { get; }

    public string Authority { get; }

    public string Path { get; }

    public static bool TryParse(string? text, out ProofUrl url)
    {
        url = default;
        if (text is null || text.IndexOf("://", StringComparison.Ordinal) is not (> 0 and var colon))
        {
            return false;
        }

        var scheme = text[..colon].ToLowerInvariant();
        var rest = text.AsSpan(colon + 3);
        rest = rest.IndexOfAny('?', '#') is var end and >= 0 ? rest[..end] : rest;
        var slash = rest.IndexOf('/');
        var authority = slash < 0 ? rest : rest[..slash];
        if (authority.IsEmpty || authority.ContainsAny("@\\ "))
        {
            return false;
        }

        url = new(scheme, WithoutDefaultPort(scheme, authority.ToString().ToLowerInvariant()), slash < 0 ? "" : rest[slash..].ToString());
        return true;
    }

    private static string WithoutDefaultPort(string scheme, string authority)
    {
        var port = scheme is "https" ? ":443" : ":80";
        return authority.EndsWith(port, StringComparison.Ordinal) ? authority[..^port.Length] : authority;
    }
}
