using System.Collections.Immutable;

namespace Attesto;

/// <summary>Which clients hold a session of whom: recorded with every ID token, taken at logout; and which of them are still to hear of it. Implementations pass
/// <c>LogoutSessionStoreContract</c>.</summary>
public interface ILogoutSessionStore
{
    /// <summary>Records a session; the same client, subject and <c>sid</c> again only moves the expiry on.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task AddAsync(LogoutSession session, CancellationToken cancellationToken);

    /// <summary>Moves the expiry of every client's session with this <c>sid</c> on, never back: the session at this server is in use.</summary>
    /// <param name="sessionId">The <c>sid</c>.</param>
    /// <param name="expiresAt">The new expiry.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task ExtendAsync(string sessionId, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Removes and returns the sessions with this <c>sid</c>, or without one those of this subject, and in the same atomic step adds a
    /// <see cref="LogoutNotice"/> for each. MUST hand each row to exactly one caller. Expired rows are not returned; two nulls match nothing.</summary>
    /// <param name="sessionId">The <c>sid</c>, or null.</param>
    /// <param name="subject">The <c>sub</c> on the wire, or null; ignored if there is a <c>sid</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions; possibly none.</returns>
    Task<ImmutableArray<LogoutSession>> TakeAsync(string? sessionId, string? subject, CancellationToken cancellationToken);

    /// <summary>Removes and returns sessions that a filter finds, at most so many, with a notice for each as above; call again until none comes. MUST hand each row
    /// to exactly one caller. Expired rows are not returned.</summary>
    /// <param name="filter">Of whom or what; its subject is the <see cref="LogoutSession.HostSubject"/>.</param>
    /// <param name="size">At most how many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions; possibly none.</returns>
    Task<ImmutableArray<LogoutSession>> TakeAsync(GrantFilter filter, int size, CancellationToken cancellationToken);

    /// <summary>Hands out notices that are due, oldest first, and lets none of them be due again before an instant. MUST hand each to exactly one caller until then:
    /// whoever got it may be killed before the client was told.</summary>
    /// <param name="size">At most how many.</param>
    /// <param name="until">When they are due again, unless they were removed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The notices; possibly none.</returns>
    Task<ImmutableArray<LogoutNotice>> ClaimNoticesAsync(int size, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Removes a notice: the client was told, or is given up.</summary>
    /// <param name="id">Its <see cref="LogoutNotice.Id"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task RemoveNoticeAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Makes a notice due at an instant: the client did not take it. Does nothing if it is gone.</summary>
    /// <param name="id">Its <see cref="LogoutNotice.Id"/>.</param>
    /// <param name="dueAt">When to try again.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task PostponeNoticeAsync(Guid id, DateTimeOffset dueAt, CancellationToken cancellationToken);
}

/// <summary>A session of a person at a client that wants to hear of its end (OpenID Connect Back-Channel Logout §2).</summary>
/// <param name="ClientId">The client.</param>
/// <param name="Subject">The <c>sub</c> on the wire.</param>
/// <param name="SessionId">The <c>sid</c> of the ID token, or null.</param>
/// <param name="ExpiresAt">The instant from which it is ignored.</param>
public sealed record LogoutSession(string ClientId, string Subject, string? SessionId, DateTimeOffset ExpiresAt)
{
    /// <summary>The host's own identifier of the person, as in <see cref="Authorization.Subject"/>, or null.</summary>
    public string? HostSubject { get; init; }
}
