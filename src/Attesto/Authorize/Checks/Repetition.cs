namespace Attesto.Authorize;

/// <summary>Repeated parameters (RFC 6749 §3.1): two values mean two readings, one for the check and one for the use.</summary>
internal static class Repetition
{
    /// <summary>Who asks and where the answer goes must be unambiguous before anything is answered.</summary>
    internal static OAuthError? RefuseOfIdentity(AuthorizationContext context)
    {
        foreach (var name in (ReadOnlySpan<string>)[Parameters.ClientId, Parameters.RedirectUri, Parameters.RequestUri, Parameters.Request])
        {
            if (context.Http.Parameters.All(name).Length > 1)
            {
                return Refusal(name);
            }
        }

        return null;
    }

    internal static OAuthError? Refuse(AuthorizationContext context) =>
        (context.Http.Parameters.FindRepeated() ?? context.Parameters.FindRepeated()) is { } name ? Refusal(name) : null;

    internal static OAuthError Refusal(string name) =>
        OAuthError.InvalidRequest(KnownParameters.Contains(name) ? $"{name} is repeated" : "a parameter is repeated");
}
