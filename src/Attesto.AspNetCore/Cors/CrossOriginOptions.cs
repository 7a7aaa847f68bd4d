namespace Attesto.AspNetCore;

/// <summary>Which web pages of other origins may read this server's answers (Fetch Standard, CORS). The authorization endpoint is never among them.</summary>
public sealed class CrossOriginOptions
{
    /// <summary>More origins that may read answers of the endpoints that clients call, such as <c>https://app.example</c> or <c>capacitor://localhost</c>, or
    /// <c>*</c>. Everybody may read the public documents, and of the rest each client's own redirect origins may read what is about that client, listed or not.
    /// An origin that is listed by name may ask with credentials.</summary>
    public IList<string>? AllowedOrigins { get; set; }
}
