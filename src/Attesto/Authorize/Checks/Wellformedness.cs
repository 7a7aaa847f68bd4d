namespace Attesto.Authorize;

/// <summary>Values that no store, header or page could carry: far too long, or not text.</summary>
internal static class Wellformedness
{
    private const int Longest = 4096;
    private const int LongestNonce = 512;
    private const int LongestJson = 16 * 1024;
    private const int LongestState = 16 * 1024; // relying parties put where the person was into it
    private const int LongestJwt = 64 * 1024;
    private const int LongestRequest = 128 * 1024;  // of a client that signed it, or proved who it is
    private const int LongestUnsigned = 32 * 1024; // of anybody: it may be kept while somebody signs in

    internal static OAuthError? Require(AuthorizationContext context)
    {
        var length = 0L;
        foreach (var (name, value) in context.Parameters)
        {
            length += name.Length + value.Length;
            if (!IsAcceptable(name, value) || !IsAcceptable(name, name))
            {
                return Refusal(name, value);
            }
        }

        var isAnybodys = !context.IsSigned && (context.Endpoint is On.Par ? context.Client.IsPublic : context.Pushed is null);
        return length > (isAnybodys ? LongestUnsigned : LongestRequest) ? OAuthError.InvalidRequest("the request is too long") : null;
    }

    internal static bool IsAcceptable(string name, string value) => value.Length <= LongestOf(name) && IsText(value);

    /// <summary>Names the parameter, if it is one of ours: what the caller wrote is not repeated.</summary>
    internal static OAuthError Refusal(string name, string value) =>
        !KnownParameters.Contains(name) ? OAuthError.InvalidRequest("a parameter is too long or not well-formed text") :
        value.Length > LongestOf(name) ? OAuthError.InvalidRequest($"{name} is longer than {LongestOf(name)} characters") :
        OAuthError.InvalidRequest($"{name} is not well-formed text");

    private static int LongestOf(string name) => name switch
    {
        Parameters.Nonce => LongestNonce,
        Parameters.Claims => LongestJson,
        Parameters.State => LongestState,
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
