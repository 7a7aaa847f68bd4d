namespace Attesto.Clients;

/// <summary>The refusals of client authentication: one message for every cause.</summary>
internal static class ClientAuthenticationError
{
    public static OAuthError SeveralMethods => OAuthError.InvalidRequest("a client must not use more than one authentication method");

    public static OAuthError Failed(Enum fault) =>
        new(ErrorCodes.InvalidClient, "client authentication failed") { Fault = fault };

    /// <summary>401 and a challenge of the attempted scheme if an <c>Authorization</c> header was sent, else 400 (RFC 6749 §5.2).</summary>
    public static OAuthError ForResponse(OAuthError error, OAuthRequest request, string realm) =>
        error.Code is ErrorCodes.InvalidClient && !request.Authorization.IsEmpty
            ? Challenged(error, SchemeOf(request.Authorization[0]), realm)
            : error;

    public static OAuthError Challenged(OAuthError error, string scheme, string realm) =>
        error with { Status = 401, Challenge = new Challenge(scheme, [new("realm", realm)]) };

    private static string SchemeOf(string header)
    {
        var scheme = header.AsSpan(0, header.IndexOf(' ') is >= 0 and var end ? end : header.Length);
        return scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? "Bearer"
            : scheme.Equals("DPoP", StringComparison.OrdinalIgnoreCase) ? "DPoP"
            : "Basic";
    }
}
