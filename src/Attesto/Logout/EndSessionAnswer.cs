namespace Attesto.Logout;

/// <summary>What the browser gets. A closed set; only a registered URI makes a <see cref="Return"/>.</summary>
internal abstract record EndSessionAnswer
{
    private EndSessionAnswer()
    {
    }

    /// <summary>An error page of this server; the session is untouched.</summary>
    /// <param name="Error">The error.</param>
    public sealed record Show(OAuthError Error) : EndSessionAnswer;

    /// <summary>A redirect back to the client (OpenID Connect RP-Initiated Logout §3).</summary>
    public sealed record Return : EndSessionAnswer
    {
        internal Return(string location) => Location = location;

        /// <summary>The registered URI, with <c>state</c> if there was one.</summary>
        public string Location { get; }
    }

    /// <summary>The host's page that says so; the client named nowhere to go.</summary>
    public sealed record LoggedOut : EndSessionAnswer;

    /// <summary>The same page for a browser, where nobody is signed in; but nothing was ended, and a client's server is not told that it was.</summary>
    public sealed record NoSession : EndSessionAnswer;

    /// <summary>The host answers the browser itself.</summary>
    /// <param name="Response">The host's response, rendered by the transport as it is.</param>
    public sealed record Handled(object Response) : EndSessionAnswer;
}
