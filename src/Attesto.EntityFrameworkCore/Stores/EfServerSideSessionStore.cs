using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Sessions of browsers in the host's database: every node knows at once that one has ended.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells when.</param>
public sealed class EfServerSideSessionStore<TContext>(TContext context, TimeProvider clock) : IServerSideSessionStore
    where TContext : DbContext
{
    /// <inheritdoc/>
    public Task AddAsync(ServerSideSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        return context.InsertAsync(ServerSideSessionRow.From(session), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> IsLiveAsync(TokenHash hash, CancellationToken cancellationToken) =>
        await context.FindRowAsync<ServerSideSessionRow>(hash, cancellationToken) is { ExpiresAt: var expiresAt } && expiresAt > Now;

    /// <inheritdoc/>
    public async Task<ImmutableArray<ServerSideSession>> ListAsync(string subject, CancellationToken cancellationToken)
    {
        var (hash, now) = (TokenHash.Of(subject), Now);
        var live = Sessions.AsNoTracking().Where(row => row.Subject == subject && row.SubjectHash == hash && row.ExpiresAt > now).OrderByDescending(row => row.BeganAt);
        var rows = await context.ReadAsync(live.ToListAsync, cancellationToken);
        return [.. rows.Select(row => row.ToSession())];
    }

    /// <inheritdoc/>
    public Task ExtendAsync(TokenHash hash, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var (now, until) = (Now, expiresAt.UtcDateTime);
        return context.RunAsync(
            token => Sessions.Where(row => row.Hash == hash && row.ExpiresAt > now && row.ExpiresAt < until)
                .ExecuteUpdateAsync(row => row.SetProperty(row => row.ExpiresAt, until), token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task EndAsync(TokenHash hash, CancellationToken cancellationToken) =>
        context.RunAsync(token => Sessions.Where(row => row.Hash == hash).ExecuteDeleteAsync(token), cancellationToken);

    /// <inheritdoc/>
    public Task<int> EndAllAsync(string? sessionId, string? subject, CancellationToken cancellationToken)
    {
        if ((sessionId ?? subject) is not { } value)
        {
            return Task.FromResult(0);
        }

        var (hash, now) = (TokenHash.Of(value), Now);
        var which = sessionId is not null
            ? Sessions.Where(row => row.SessionHash == hash)
            : Sessions.Where(row => row.Subject == value && row.SubjectHash == hash);
        return context.RunAsync(token => which.Where(row => row.ExpiresAt > now).ExecuteDeleteAsync(token), cancellationToken);
    }

    private DbSet<ServerSideSessionRow> Sessions => context.Set<ServerSideSessionRow>();

    private DateTime Now => clock.GetUtcNow().UtcDateTime;
}
