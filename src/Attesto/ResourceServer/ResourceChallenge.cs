namespace Attesto.ResourceServer;

/// <summary>What a protected resource says when it refuses (RFC 6750 §3, RFC 9449 §7.1, RFC 9728 §5.1).</summary>
internal static class ResourceChallenge
{
    public const string Bearer = "Bearer";
    public const string Dpop = "DPoP";

    /// <summary>The error with a challenge of the scheme that the client should use, and as a 401 unless it says 403 already.</summary>
    public static OAuthError Challenged(this OAuthError error, ProtectedResource resource, bool dpop)
    {
        var asked = error.Fault is ResourceFault.NoToken; // RFC 6750 §3.1: who brought no token learns how to, and of no error
        var challenge = new Challenge(dpop ? Dpop : Bearer, [])
            .With(Parameters.Error, asked ? null : error.Code)
            .With(Parameters.ErrorDescription, asked ? null : error.Description)
            .With(Parameters.Scope, resource.Scope)
            .With("algs", dpop ? string.Join(' ', resource.DpopAlgorithms) : null) // RFC 9449 §7.1
            .With("resource_metadata", resource.MetadataUrl);
        return error with { Status = error.Status is 403 ? 403 : 401, Challenge = challenge };
    }
}
