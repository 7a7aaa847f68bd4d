namespace Attesto;

/// <summary>Which web pages of other origins may read this server's answers (Fetch Standard, CORS). The authorization endpoint is never among them.</summary>
public sealed class CrossOriginOptions
{
    /// <summary>The origins that may read metadata, token, UserInfo and revocation responses, such as <c>https://app.example</c>, or <c>*</c>.
    /// Null lets everybody read the public documents, and of the rest each client the origins of its own redirect URIs.</summary>
    public IList<string>? AllowedOrigins { get; set; }
}
