using System.Collections.Immutable;

namespace Attesto;

/// <summary>Where the server finds the scopes and APIs that the host keeps beside its options. The server keeps what it has read, and asks twice a second, if
/// there are requests, whether something has changed.</summary>
public interface ICatalogStore
{
    /// <summary>Counts the changes of scopes and APIs: one small statement.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The number, another one after each change.</returns>
    Task<long> CountChangesAsync(CancellationToken cancellationToken);

    /// <summary>Reads every scope and every API.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Them, at least as new as the number that was counted before.</returns>
    Task<HostCatalog> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>The scopes and APIs that a host keeps beside its options.</summary>
/// <param name="Scopes">The scopes, by name.</param>
/// <param name="Apis">The APIs, by URI.</param>
public sealed record HostCatalog(ImmutableArray<HostScope> Scopes, ImmutableArray<HostApi> Apis);
