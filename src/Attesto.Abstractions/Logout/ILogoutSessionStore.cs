using System.Collections.Immutable;

namespace Attesto;

/// <summary>Which clients hold a session of whom: recorded with every ID token, taken at logout. Implementations pass <c>LogoutSessionStoreContract</c>.</summary>
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

    /// <summary>Removes and returns the sessions with this <c>sid</c>, or without one those of this subject. MUST hand each row to exactly one caller.
    /// Expired rows are not returned; two nulls match nothing.</summary>
    /// <param name="sessionId">The <c>sid</c>, or null.</param>
    /// <param name="subject">The <c>sub</c> on the wire, or null; ignored if there is a <c>sid</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions; possibly none.</returns>
    Task<ImmutableArray<LogoutSession>> TakeAsync(string? sessionId, string? subject, CancellationToken cancellationToken);

    /// <summary>Removes and returns sessions that a filter finds, at most so many; call again until none comes. MUST hand each row to exactly one caller. Expired rows
    /// are not returned.</summary>
    /// <param name="filter">Of whom or what; its subject is the <see cref="LogoutSession.HostSubject"/>.</param>
    /// <param name="size">At most how many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions; possibly none.</returns>
    Task<ImmutableArray<LogoutSession>> TakeAsync(GrantFilter filter, int size, CancellationToken cancellationToken);
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
