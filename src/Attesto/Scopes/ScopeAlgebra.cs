namespace Attesto.Scopes;

/// <summary>Which granted scopes satisfy a required one. Concrete scopes, one-level wildcards (<c>trackers.*</c>, <c>read:*</c>) and <c>*</c>.</summary>
internal static class ScopeAlgebra
{
    private const string Everything = "*";

    /// <summary>True if the granted scope covers the required one. A required wildcard is never covered.</summary>
    /// <param name="granted">The scope of a token or an allowance.</param>
    /// <param name="required">One concrete scope.</param>
    /// <returns>Whether it does.</returns>
    public static bool Covers(ScopeSet granted, string required)
    {
        if (required.Contains('*'))
        {
            return false;
        }

        foreach (var token in granted)
        {
            if (Covers(token, required))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Covers(string granted, string required) =>
        string.Equals(granted, required, StringComparison.Ordinal)
        || granted is Everything
        || (granted.EndsWith('*') && CoversOneLevel(granted.AsSpan(0, granted.Length - 1), required));

    // "read:" covers "read:reports", not "read:reports:all" and not "read:". Both separators end a level.
    private static bool CoversOneLevel(ReadOnlySpan<char> stem, ReadOnlySpan<char> required) =>
        stem.Length > 1
        && stem[^1] is '.' or ':'
        && !stem[..^1].ContainsAny('.', ':', '*')
        && required.Length > stem.Length
        && required.StartsWith(stem, StringComparison.Ordinal)
        && !required[stem.Length..].ContainsAny('.', ':');
}
