using System.Text.Json.Nodes;

namespace Attesto;

/// <summary>What does the host tell a client about a person (OpenID Connect Core §5)?</summary>
public interface IClaimsPolicy
{
    /// <summary>Everything the host knows; the server releases of it only what scope and claims request admit (OpenID Connect Core §5.4, §5.5).</summary>
    /// <param name="request">About whom, for whom.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The claims by name; null if nothing is known.</returns>
    ValueTask<JsonObject?> GetUserInfoAsync(ClaimsRequest request, CancellationToken cancellationToken);

    /// <summary>More claims for the ID token. A protocol claim among them refuses the request.</summary>
    /// <param name="request">About whom, for whom.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The claims by name; null adds none.</returns>
    ValueTask<JsonObject?> GetIdTokenClaimsAsync(ClaimsRequest request, CancellationToken cancellationToken);
}

/// <summary>A question to <see cref="IClaimsPolicy"/>.</summary>
/// <param name="Client">The client; null at UserInfo if the token names one that no longer exists.</param>
/// <param name="Subject">The <c>sub</c> that the principal policy named, also where the client is told a pairwise one.</param>
/// <param name="Scope">The granted scope.</param>
/// <param name="Requested">The <c>claims</c> request parameter (OpenID Connect Core §5.5), or null.</param>
public sealed record ClaimsRequest(Client? Client, string Subject, ScopeSet Scope, JsonObject? Requested)
{
    /// <summary>The host's own identifier of the subject, where the token request still has it; null at UserInfo.</summary>
    public string? HostSubject { get; init; }
}
