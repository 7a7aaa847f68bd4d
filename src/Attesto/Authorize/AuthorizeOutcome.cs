using System.Collections.Immutable;

namespace Attesto.Authorize;

/// <summary>All that an authorization request came to: what the browser gets, and the events it caused.</summary>
/// <param name="Answer">What the browser gets.</param>
/// <param name="Events">What happened, in order; possibly empty.</param>
internal sealed record AuthorizeOutcome(AuthorizeAnswer Answer, ImmutableArray<ServerEvent> Events);

/// <summary>What the browser gets. A closed set: only <see cref="Respond"/> leaves for the client, and it needs a <see cref="ValidatedRedirectUri"/>.</summary>
internal abstract record AuthorizeAnswer
{
    private AuthorizeAnswer()
    {
    }

    /// <summary>An error page of this server, because there is nobody it may be sent to unasked (RFC 6749 §4.1.2.1, RFC 9700 §4.11.2).</summary>
    /// <param name="Error">The error.</param>
    /// <param name="Response">What a person who follows a link takes to the client; null if no client is known to be meant.</param>
    public sealed record Show(OAuthError Error, AuthorizationResponse? Response = null) : AuthorizeAnswer;

    /// <summary>An authorization response to the client: a code or an error (RFC 6749 §4.1.2).</summary>
    /// <param name="Response">The response.</param>
    public sealed record Respond(AuthorizationResponse Response) : AuthorizeAnswer;

    /// <summary>The host answers the browser itself.</summary>
    /// <param name="Response">The host's response, rendered by the transport as it is.</param>
    public sealed record Handled(object Response) : AuthorizeAnswer;
}
