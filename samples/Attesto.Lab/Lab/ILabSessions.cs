namespace Attesto.Lab;

/// <summary>The browser sessions: one for each value of the <c>login</c> cookie, from the moment it was first seen until logout.</summary>
public interface ILabSessions
{
    /// <summary>The session of a person; begins one if there is none.</summary>
    Task<LabSession> FindAsync(string sub, CancellationToken cancellationToken);

    /// <summary>The person authenticated again: the session stays, its moment is now.</summary>
    Task<LabSession> RenewAsync(string sub, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends a session; the next request with the same cookie begins another.</summary>
    Task EndAsync(string sub, CancellationToken cancellationToken);

    /// <summary>Ends the session with this <c>sid</c>.</summary>
    Task EndSessionAsync(string sid, CancellationToken cancellationToken);
}

/// <summary>A session: its <c>sid</c> and its <c>auth_time</c>.</summary>
public sealed record LabSession(string Id, DateTimeOffset AuthTime)
{
    public SignInOutcome.Authenticated Of(LabUser user) =>
        new(user.Sub) { DisplayName = (string?)user.Claims["name"] ?? user.Sub, AuthTime = AuthTime, Acr = user.Acr, Amr = [.. user.Amr], SessionId = Id };
}
