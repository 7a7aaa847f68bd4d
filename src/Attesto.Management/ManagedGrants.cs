using Microsoft.Extensions.DependencyInjection;

namespace Attesto.Management;

/// <summary>Shows what people gave to clients, and ends it.</summary>
internal sealed class ManagedGrants(IGrantStore grants, IAuthorizationTerminator terminator, AuditTrail audit)
{
    /// <summary>The grants of this host.</summary>
    public static ManagedGrants Of(IServiceProvider services) => ActivatorUtilities.CreateInstance<ManagedGrants>(services, AuditTrail.Of(services));

    public Task<GrantPage> ListAsync(GrantFilter filter, int size, GrantCursor? after, CancellationToken cancellationToken) =>
        grants.ListAsync(filter, size, after, cancellationToken);

    public async Task<EndedAuthorizations> EndAsync(GrantFilter filter, string actor, CancellationToken cancellationToken)
    {
        var ended = await terminator.EndAsync(filter, cancellationToken);
        var told = new ServerEvent(EventName.GrantsEnded) { Subject = filter.Subject, ClientId = filter.ClientId };
        await audit.PublishAsync(told, actor, ("session_id", filter.SessionId), ("grants", ended.Grants), ("browser_sessions", ended.BrowserSessions));
        return ended;
    }
}

/// <summary>A grant as it is shown.</summary>
internal sealed record GrantEntry(
    string Id,
    string Subject,
    string ClientId,
    string Scope,
    string? SessionId,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    DateTimeOffset ExpiresAt,
    bool HasRefreshToken)
{
    public static GrantEntry Of(Grant grant) => new(
        grant.Id.ToString(),
        grant.Authorization.Subject,
        grant.Authorization.ClientId,
        grant.Authorization.Scope.ToString(),
        grant.Authorization.SessionId,
        grant.CreatedAt,
        grant.LastUsedAt,
        grant.ExpiresAt,
        grant.RefreshToken is not null);
}
