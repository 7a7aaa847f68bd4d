using System.Text.Json.Nodes;

namespace Attesto;

/// <summary>May this caller learn about this token (RFC 7662 §4)? Asked for live tokens only; a no looks exactly like a dead token.
/// Without a policy a client learns about its own tokens only.</summary>
public interface IIntrospectionPolicy
{
    /// <summary>Decides.</summary>
    /// <param name="context">Who asks, and what it would learn.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True to answer; an exception counts as no.</returns>
    ValueTask<bool> AllowsAsync(IntrospectionContext context, CancellationToken cancellationToken);
}

/// <summary>What an <see cref="IIntrospectionPolicy"/> decides about.</summary>
public sealed class IntrospectionContext
{
    /// <summary>Who asks.</summary>
    public required AuthenticatedClient Caller { get; init; }

    /// <summary>What it would learn: a copy of the answer (RFC 7662 §2.2).</summary>
    public required JsonObject Token { get; init; }
}
