using System.Collections.Immutable;

namespace Attesto;

/// <summary>Decides which of the requested scopes a client and subject may have (RFC 6749 §3.3). Without this policy they may have none.</summary>
public interface IScopePolicy
{
    /// <summary>Grants all, some or none of what was requested; never more.</summary>
    /// <param name="context">Who asks for what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The granted scope, or the error (usually <c>invalid_scope</c>).</returns>
    ValueTask<Result<ScopeSet>> GrantAsync(ScopeContext context, CancellationToken cancellationToken);
}

/// <summary>What an <see cref="IScopePolicy"/> decides about.</summary>
public sealed class ScopeContext
{
    /// <summary>The client.</summary>
    public required Client Client { get; init; }

    /// <summary>The host's own identifier of the person, or null if the client acts for itself.</summary>
    public string? Subject { get; init; }

    /// <summary>The grant type under which it is asked.</summary>
    public required string GrantType { get; init; }

    /// <summary>The requested scope, already within the catalogue and the client's allowance.</summary>
    public required ScopeSet Requested { get; init; }

    /// <summary>The resources that the token will be for; empty means the server's own audience.</summary>
    public ImmutableArray<string> Resources { get; init; } = [];
}
