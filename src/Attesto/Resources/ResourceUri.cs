namespace Attesto.Resources;

/// <summary>Compares resources and audiences (RFC 8707 §2). A missing path and the root path are the same (RFC 3986 §6.2.3), and clients write both.</summary>
internal static class ResourceUri
{
    private const string AuthorityMark = "://";

    /// <summary>True if both name the same resource.</summary>
    public static bool AreSame(ReadOnlySpan<char> one, ReadOnlySpan<char> other) => WithoutRoot(one).SequenceEqual(WithoutRoot(other));

    /// <summary>The way in which one of the known resources is written, or null if it is none of them.</summary>
    public static string? Find(IEnumerable<string> known, string resource)
    {
        foreach (var candidate in known)
        {
            if (AreSame(candidate, resource))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>The two ways in which a URI without a path is written, or the one of any other.</summary>
    public static string[] FormsOf(string uri)
    {
        var bare = WithoutRoot(uri);
        return bare.Length < uri.Length ? [uri, bare.ToString()]
            : WithoutRoot($"{uri}/").Length == uri.Length ? [uri, $"{uri}/"]
            : [uri];
    }

    /// <summary>The URI without its root slash, if that is all of its path.</summary>
    public static ReadOnlySpan<char> WithoutRoot(ReadOnlySpan<char> uri)
    {
        var start = uri.IndexOf(AuthorityMark, StringComparison.Ordinal) is > 0 and var mark ? mark + AuthorityMark.Length : -1;
        return start > 0 && uri.Length > start + 1 && uri[start..].IndexOfAny('/', '?') == uri.Length - start - 1 && uri[^1] == '/' ? uri[..^1] : uri;
    }
}
