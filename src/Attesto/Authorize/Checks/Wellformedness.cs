namespace Attesto.Authorize;

/// <summary>Values that no store, header or page could carry: far too long, or not text.</summary>
internal static class Wellformedness
{
    private const int Longest = 4096;
    private const int LongestNonce = 512;
    private const int LongestJson = 16 * 1024;
    private const int LongestJwt = 64 * 1024;
    private const int LongestRequest = 128 * 1024; // a pushed one is stored

    internal static OAuthError? Require(AuthorizationDraft draft)
    {
        var length = 0L;
        foreach (var (name, value) in draft.Parameters)
        {
            length += name.Length + value.Length;
            if (length > LongestRequest || !IsAcceptable(name, value) || !IsAcceptable(name, name))
            {
                return OAuthError.InvalidRequest("a parameter is too long or not well-formed text");
            }
        }

        return null;
    }

    internal static bool IsAcceptable(string name, string value) => value.Length <= LongestOf(name) && IsText(value);

    private static int LongestOf(string name) => name switch
    {
        Parameters.Nonce => LongestNonce,
        Parameters.Claims => LongestJson,
        Parameters.Request or Parameters.IdTokenHint or Parameters.ClientAssertion => LongestJwt,
        _ => Longest,
    };

    // NUL and lone surrogates are what databases and UTF-8 cannot hold.
    private static bool IsText(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (value[i] == '\0' || char.IsSurrogate(value[i]))
            {
                return false;
            }
        }

        return true;
    }
}
