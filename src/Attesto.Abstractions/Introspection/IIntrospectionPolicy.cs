using System.Text.Json.Nodes;

namespace Attesto;

/// <summary>May this caller learn about this token (RFC 7662 §4)? Asked for live tokens only; a no looks exactly like a dead token.
/// Without a policy a client learns about its own tokens only.</summary>
public interface IIntrospectionPolicy
{
    /// <summary>Decides.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="token">What it would learn.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>True to answer; an exception counts as no.</returns>
    ValueTask<bool> AllowsAsync(AuthenticatedClient caller, JsonObject token, CancellationToken cancellationToken);
}
