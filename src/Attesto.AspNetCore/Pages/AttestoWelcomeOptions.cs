namespace Attesto.AspNetCore;

/// <summary>What the welcome page of a host in Development tells of its demo.</summary>
public sealed class AttestoWelcomeOptions
{
    /// <summary>The client that <em>Try it</em> walks: public, with the authorization code grant and the redirect URI <c>http://127.0.0.1/callback</c>, of type
    /// native, so that any port will do (RFC 8252 §7.3). Null, and a client that the host does not know: there is nothing to try.</summary>
    public string? ClientId { get; set; }

    /// <summary>Who can sign in, one entry each, in the words that the page shows.</summary>
    public IList<string> People { get; set; } = [];
}
