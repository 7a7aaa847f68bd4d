namespace Attesto;

/// <summary>Ends everything of a person, of a client, of a session, or of a person at one client, in one call: for account pages, for administrators, and for the moment
/// in which an account is closed.</summary>
public interface IAuthorizationTerminator
{
    /// <summary>Ends it, in this order, so that nothing slips through that is just being redeemed: remembered consents, unless the
    /// filter names a session, authorization codes, device codes, grants with all of their tokens, and,
    /// unless the filter names a client, the sessions at browsers, where they stand on the server. Last, the clients are told that have a session and want to hear
    /// of its end (OpenID Connect Back-Channel Logout §2.5). Doing it twice is harmless.</summary>
    /// <param name="filter">Of whom or what. Tokens that a client got for itself end with the client alone.</param>
    /// <param name="cancellationToken">Cancels the call between two steps; call again to finish.</param>
    /// <returns>What this call ended.</returns>
    /// <exception cref="InvalidOperationException">The filter names nothing.</exception>
    Task<EndedAuthorizations> EndAsync(GrantFilter filter, CancellationToken cancellationToken);
}

/// <summary>What a call of <see cref="IAuthorizationTerminator"/> ended.</summary>
/// <param name="Codes">Authorization codes and approved device codes that were not redeemed yet.</param>
/// <param name="Grants">Grants.</param>
/// <param name="BrowserSessions">Sessions at browsers.</param>
/// <param name="ClientSessions">Sessions at clients, which are told.</param>
public sealed record EndedAuthorizations(int Codes, int Grants, int BrowserSessions, int ClientSessions)
{
    /// <summary>Remembered consents: the person is asked again.</summary>
    public int Consents { get; init; }
}
