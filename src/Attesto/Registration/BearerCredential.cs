namespace Attesto.Registration;

/// <summary>The bearer token of a registration request (RFC 6750 §2.1), and the refusal of one.</summary>
internal static class BearerCredential
{
    private const string Scheme = "Bearer";

    /// <summary>The token of the one Authorization header, or null.</summary>
    public static string? Find(OAuthRequest request)
    {
        if (request.Authorization is not [{ } header] || header.IndexOf(' ', StringComparison.Ordinal) is not (> 0 and var space)
            || !header.AsSpan(0, space).Equals(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var token = header[space..].Trim(' ');
        return token.Length > 0 ? token : null;
    }

    /// <summary>401 with a challenge; it names an error only if a token was presented (RFC 6750 §3.1).</summary>
    public static OAuthError Refuse(OAuthRequest request, string realm, RegistrationFault fault)
    {
        var challenge = new Challenge(Scheme, [new("realm", realm)]);
        return new OAuthError(ErrorCodes.InvalidToken, "the access token is missing, invalid or no longer in force", 401)
        {
            Fault = fault,
            Challenge = request.Authorization.IsEmpty ? challenge : challenge.With(Parameters.Error, ErrorCodes.InvalidToken),
        };
    }
}
