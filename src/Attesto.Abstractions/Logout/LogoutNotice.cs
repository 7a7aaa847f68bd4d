namespace Attesto;

/// <summary>A client that is still to hear of the end of a session (OpenID Connect Back-Channel Logout §2.5). It waits where the sessions are kept, so that any
/// node can tell the client, and none has to survive for it.</summary>
/// <param name="Id">Names the notice.</param>
/// <param name="ClientId">The client.</param>
/// <param name="Subject">The <c>sub</c> on the wire.</param>
/// <param name="SessionId">The <c>sid</c>, or null.</param>
/// <param name="CreatedAt">When the session ended.</param>
/// <param name="Attempts">How often it was handed out, this time included.</param>
public sealed record LogoutNotice(Guid Id, string ClientId, string Subject, string? SessionId, DateTimeOffset CreatedAt, int Attempts)
{
    /// <summary>How long a client is tried: it then is told no more. A day.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(1);
}
