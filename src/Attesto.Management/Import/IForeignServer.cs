using System.Collections.Immutable;

namespace Attesto.Management;

/// <summary>What another server has in its database, in this one's terms.</summary>
internal interface IForeignServer
{
    /// <summary>Its scopes and its APIs.</summary>
    Task<ForeignSetup> ReadSetupAsync(CancellationToken cancellationToken);

    /// <summary>Its clients.</summary>
    IAsyncEnumerable<ForeignClient> ReadClientsAsync(CancellationToken cancellationToken);

    /// <summary>What its people agreed to and are not to be asked again.</summary>
    IAsyncEnumerable<ForeignConsent> ReadConsentsAsync(CancellationToken cancellationToken);
}

/// <summary>Scopes and APIs of another server.</summary>
/// <param name="Scopes">Its scopes.</param>
/// <param name="Apis">Its APIs that are named by an absolute URI.</param>
/// <param name="Losses">What has no counterpart.</param>
internal sealed record ForeignSetup(ImmutableArray<HostScope> Scopes, ImmutableArray<HostApi> Apis, ImmutableArray<string> Losses);

/// <summary>A client of another server.</summary>
/// <param name="Client">As this server would have it.</param>
/// <param name="Losses">What of it has no counterpart, or becomes something else.</param>
/// <param name="LostSecret">Why its secret cannot be carried over, so that it needs a new one; null if it can, or has none.</param>
internal sealed record ForeignClient(Client Client, ImmutableArray<string> Losses, string? LostSecret);

/// <summary>What a person agreed to.</summary>
/// <param name="Subject">The person's identifier.</param>
/// <param name="ClientId">The client; null if it is not known any more.</param>
/// <param name="Scope">What they agreed to; null if it cannot be read.</param>
/// <param name="GivenAt">When.</param>
/// <param name="ExpiresAt">When it ends; null for never.</param>
internal sealed record ForeignConsent(string Subject, string? ClientId, ScopeSet? Scope, DateTimeOffset? GivenAt, DateTimeOffset? ExpiresAt);
