using System.Collections.Immutable;

namespace Attesto;

/// <summary>Where the sign-in sessions of browsers stand, so that they can be ended here: what a cookie says counts only while its session does.
/// Implementations pass <c>ServerSideSessionStoreContract</c>.</summary>
public interface IServerSideSessionStore
{
    /// <summary>Stores a new session. A duplicate throws; it never overwrites.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task AddAsync(ServerSideSession session, CancellationToken cancellationToken);

    /// <summary>True while a session has neither ended nor expired.</summary>
    /// <param name="hash">The hash of what the cookie carries.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether it counts.</returns>
    Task<bool> IsLiveAsync(TokenHash hash, CancellationToken cancellationToken);

    /// <summary>The live sessions of a person, newest first.</summary>
    /// <param name="subject">The host's own identifier of the person.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The sessions; empty if there are none.</returns>
    Task<ImmutableArray<ServerSideSession>> ListAsync(string subject, CancellationToken cancellationToken);

    /// <summary>Moves the end of a live session on, never back; one that has ended stays ended.</summary>
    /// <param name="hash">The hash of what the cookie carries.</param>
    /// <param name="expiresAt">The new end.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task ExtendAsync(TokenHash hash, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Ends a session.</summary>
    /// <param name="hash">The hash of what the cookie carries.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task EndAsync(TokenHash hash, CancellationToken cancellationToken);

    /// <summary>Ends the sessions with this <c>sid</c>, or without one every session of this subject; two nulls match nothing.</summary>
    /// <param name="sessionId">The <c>sid</c>, or null.</param>
    /// <param name="subject">The host's own identifier of the subject, or null; ignored if there is a <c>sid</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many ended.</returns>
    Task<int> EndAllAsync(string? sessionId, string? subject, CancellationToken cancellationToken);
}

/// <summary>A session of a person at a browser.</summary>
/// <param name="Hash">The hash of what the cookie carries; the value itself is only ever in the cookie.</param>
/// <param name="Subject">The host's own identifier of the person.</param>
/// <param name="SessionId">Its <c>sid</c> in ID tokens (OpenID Connect Back-Channel Logout §2.1), or null; it survives a new sign-in of the same person.</param>
/// <param name="ExpiresAt">The instant from which it does not count.</param>
public sealed record ServerSideSession(TokenHash Hash, string Subject, string? SessionId, DateTimeOffset ExpiresAt)
{
    /// <summary>When the person signed in, or null if that is not known.</summary>
    public DateTimeOffset? BeganAt { get; init; }
}
