using System.Collections.Immutable;

namespace Attesto;

/// <summary>Decides which of the requested scopes a client and subject may have (RFC 6749 §3.3). Without this policy they may have none.</summary>
public interface IScopePolicy
{
    /// <summary>Grants all, some or none of what was requested; never more.</summary>
    /// <param name="request">Who asks for what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The granted scope, or the error (usually <c>invalid_scope</c>).</returns>
    ValueTask<Result<ScopeSet>> GrantAsync(ScopeRequest request, CancellationToken cancellationToken);
}

/// <summary>A question to <see cref="IScopePolicy"/>.</summary>
/// <param name="Client">The client.</param>
/// <param name="Subject">The host's own identifier of the person, or null if the client acts for itself.</param>
/// <param name="GrantType">The grant type under which it is asked.</param>
/// <param name="Requested">The requested scope, already within the catalogue and the client's allowance.</param>
/// <param name="Resources">The resources that the token will be for; empty means the server's own audience.</param>
public sealed record ScopeRequest(Client Client, string? Subject, string GrantType, ScopeSet Requested, ImmutableArray<string> Resources);
