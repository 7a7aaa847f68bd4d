namespace Attesto;

/// <summary>What came of ending a session. A closed set.</summary>
public abstract record TerminationOutcome
{
    private TerminationOutcome()
    {
    }

    /// <summary>There is no session at this browser any more; whose it was is not known, so no client is told.</summary>
    public sealed record Cleared : TerminationOutcome;

    /// <summary>Nothing was ended: there is no session at this browser, and the one that the hint is about cannot be found from here.</summary>
    public sealed record NoSession : TerminationOutcome;

    /// <summary>The session at this very browser has been ended, and the clients that share it are told (OpenID Connect Back-Channel Logout §2.5).</summary>
    /// <param name="SessionId">Its <c>sid</c>; if null, every session of the subject ends.</param>
    /// <param name="Subject">The <c>sub</c> on the wire, as in ID tokens; only read without a <c>sid</c>.</param>
    public sealed record Confirmed(string? SessionId, string? Subject = null) : TerminationOutcome;

    /// <summary>The host answers the browser itself, usually with its confirmation page, and comes back to the same request later.</summary>
    /// <param name="Response">The host's response, rendered by the transport as it is.</param>
    public sealed record Handled(object Response) : TerminationOutcome;
}
