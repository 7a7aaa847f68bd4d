namespace Attesto;

/// <summary>What came of asking the person's consent. A closed set.</summary>
public abstract record ConsentOutcome
{
    private ConsentOutcome()
    {
    }

    /// <summary>Consent is given.</summary>
    /// <param name="Scope">What the person agreed to, if less than was asked; null for all of it.</param>
    public sealed record Granted(ScopeSet? Scope = null) : ConsentOutcome
    {
        /// <summary>True if the person posted the same answer before, by a double click or a reload: the response that it got then is sent again, and no
        /// second code comes of it.</summary>
        public bool IsRepetition { get; init; }
    }

    /// <summary>Consent is refused.</summary>
    public sealed record Denied : ConsentOutcome;

    /// <summary>The host answers the browser itself, usually with its consent page, and comes back to the same request later.</summary>
    /// <param name="Response">The host's response, rendered by the transport as it is.</param>
    public sealed record Handled(object Response) : ConsentOutcome;
}
