namespace Attesto;

/// <summary>Which grants are meant: those to which everything that is set applies. At least one must be set.</summary>
public sealed record GrantFilter
{
    /// <summary>The host's own identifier of the subject, as in <see cref="Authorization.Subject"/>; null for any.</summary>
    public string? Subject { get; init; }

    /// <summary>The client; null for any.</summary>
    public string? ClientId { get; init; }

    /// <summary>The <c>sid</c> of the browser session; null for any.</summary>
    public string? SessionId { get; init; }

    internal bool Matches(Authorization authorization) => Matches(authorization.Subject, authorization.ClientId, authorization.SessionId);

    internal bool Matches(string? subject, string clientId, string? sessionId) => Is(Subject, subject) && Is(ClientId, clientId) && Is(SessionId, sessionId);

    private static bool Is(string? wanted, string? value) => wanted is null || string.Equals(wanted, value, StringComparison.Ordinal);

    /// <summary>Makes sure that something is set: no filter means everything.</summary>
    /// <exception cref="InvalidOperationException">Nothing is set.</exception>
    public void ThrowIfEmpty()
    {
        if (Subject is null && ClientId is null && SessionId is null)
        {
            throw new InvalidOperationException("A filter must name a subject, a client or a session.");
        }
    }
}
