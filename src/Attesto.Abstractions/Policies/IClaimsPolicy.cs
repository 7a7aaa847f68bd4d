using System.Text.Json.Nodes;

namespace Attesto;

/// <summary>What does the host tell a client about a person (OpenID Connect Core §5)?</summary>
public interface IClaimsPolicy
{
    /// <summary>Everything the host knows; the server releases of it only what scope and claims request admit (OpenID Connect Core §5.4, §5.5).</summary>
    /// <param name="context">About whom, for whom.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The claims by name; null if nothing is known.</returns>
    ValueTask<JsonObject?> GetUserInfoAsync(ClaimsContext context, CancellationToken cancellationToken);

    /// <summary>More claims for the ID token. A protocol claim among them refuses the request.</summary>
    /// <param name="context">About whom, for whom.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The claims by name; null adds none.</returns>
    ValueTask<JsonObject?> GetIdTokenClaimsAsync(ClaimsContext context, CancellationToken cancellationToken);
}

/// <summary>What an <see cref="IClaimsPolicy"/> is asked about.</summary>
public sealed class ClaimsContext
{
    /// <summary>The client; null at UserInfo if the token names one that no longer exists.</summary>
    public Client? Client { get; init; }

    /// <summary>The <c>sub</c> that the principal policy named, also where the client is told a pairwise one.</summary>
    public required string Subject { get; init; }

    /// <summary>The granted scope.</summary>
    public required ScopeSet Scope { get; init; }

    /// <summary>The <c>claims</c> request parameter (OpenID Connect Core §5.5), or null.</summary>
    public JsonObject? Requested { get; init; }

    /// <summary>The host's own identifier of the subject, where the token request still has it; null at UserInfo.</summary>
    public string? HostSubject { get; init; }
}
