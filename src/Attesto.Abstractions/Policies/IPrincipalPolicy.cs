using System.Text.Json.Nodes;

namespace Attesto;

/// <summary>Who is a token about? Turns the host's subject, or a client acting for itself, into the principal on the wire.</summary>
public interface IPrincipalPolicy
{
    /// <summary>Finds the principal of a token.</summary>
    /// <param name="context">Whose token, and for which client.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The principal, or null if there is none or it may have no token (any more).</returns>
    ValueTask<Principal?> FindAsync(PrincipalContext context, CancellationToken cancellationToken);
}

/// <summary>What an <see cref="IPrincipalPolicy"/> decides about.</summary>
public sealed class PrincipalContext
{
    /// <summary>The client that asks for the token.</summary>
    public required Client Client { get; init; }

    /// <summary>The host's own identifier of the person, or null if the client acts for itself (RFC 6749 §4.4).</summary>
    public string? Subject { get; init; }

    /// <summary>The scope of the token.</summary>
    public required ScopeSet Scope { get; init; }

    /// <summary>What the person granted, and by which sign-in: at every refresh, at UserInfo and at introspection too, so that a policy can say that it has ended.
    /// Null if there is no such grant: a client acts for itself, or the code is still to be made.</summary>
    public Authorization? Authorization { get; init; }
}

/// <summary>What a token says about its subject.</summary>
/// <param name="Kind">The value of a configured principal kind, such as <c>user</c>.</param>
/// <param name="Subject">The <c>sub</c>, with the prefix of its kind. The same in access token, ID token, UserInfo and introspection
/// (OpenID Connect Core §5.3.2); a client with pairwise subjects is told a hash of it in all of them (§8.1).</param>
public sealed record Principal(string Kind, string Subject)
{
    /// <summary>More claims for access tokens, among them those that the kind requires; null adds none. A reserved name refuses the request.</summary>
    public JsonObject? Claims { get; init; }
}
