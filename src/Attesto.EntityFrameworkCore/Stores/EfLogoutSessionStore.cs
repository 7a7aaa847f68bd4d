using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Sessions to log out of, in the host's database; whoever ends some removes them and learns them by one DELETE, and leaves a notice for each client in
/// the same transaction.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells when.</param>
public sealed class EfLogoutSessionStore<TContext>(TContext context, TimeProvider clock) : ILogoutSessionStore
    where TContext : DbContext
{
    /// <inheritdoc/>
    public async Task AddAsync(LogoutSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var row = LogoutSessionRow.From(session);

        // The UPDATE comes first: it waits for a logout that is taking the row, and then finds it gone.
        while (await ExtendAsync(row, cancellationToken) == 0 && !await context.TryInsertAsync(row, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public Task ExtendAsync(string sessionId, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var (hash, now, until) = (TokenHash.Of(sessionId), clock.GetUtcNow().UtcDateTime, expiresAt.UtcDateTime);
        return context.RunAsync(
            token => Sessions.Where(row => row.SessionHash == hash && row.ExpiresAt > now && row.ExpiresAt < until)
                .ExecuteUpdateAsync(row => row.SetProperty(row => row.ExpiresAt, until), token),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<LogoutSession>> TakeAsync(string? sessionId, string? subject, CancellationToken cancellationToken)
    {
        if ((sessionId ?? subject) is null)
        {
            return [];
        }

        var columns = new Columns(context, typeof(LogoutSessionRow));
        return sessionId is not null
            ? await TakeAsync(
                $"{columns[nameof(LogoutSessionRow.SessionHash)]} = @session",
                [(nameof(LogoutSessionRow.SessionHash), "@session", TokenHash.Of(sessionId))],
                cancellationToken)
            : await TakeAsync(
                $"{columns[nameof(LogoutSessionRow.Subject)]} = @subject AND {columns[nameof(LogoutSessionRow.SubjectHash)]} = @exactly",
                [(nameof(LogoutSessionRow.Subject), "@subject", subject), (nameof(LogoutSessionRow.SubjectHash), "@exactly", TokenHash.Of(subject!))],
                cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<LogoutSession>> TakeAsync(GrantFilter filter, int size, CancellationToken cancellationToken)
    {
        // Found by an index, then taken by their keys: what another call took meanwhile is not handed out twice.
        var found = await context.ReadAsync(Matching(filter).Select(row => row.Hash).Take(size).ToListAsync, cancellationToken);
        if (found.Count == 0)
        {
            return [];
        }

        var keys = found.Select((hash, i) => (Property: nameof(LogoutSessionRow.Hash), Name: $"@h{i}", Value: (object?)hash)).ToArray();
        var column = new Columns(context, typeof(LogoutSessionRow))[nameof(LogoutSessionRow.Hash)];
        return await TakeAsync($"{column} IN ({string.Join(", ", keys.Select(key => key.Name))})", keys, cancellationToken);
    }

    private async Task<ImmutableArray<LogoutSession>> TakeAsync(
        string condition, IReadOnlyList<(string Property, string Name, object? Value)> values, CancellationToken cancellationToken)
    {
        var columns = new Columns(context, typeof(LogoutSessionRow));
        var statement = Dialect.Of(context).DeleteReturning(columns.TableName, columns.Names, $"{condition} AND {columns[nameof(LogoutSessionRow.ExpiresAt)]} > @now");
        var now = (Property: nameof(LogoutSessionRow.ExpiresAt), Name: "@now", Value: (object?)clock.GetUtcNow().UtcDateTime);
        ImmutableArray<LogoutSession> taken = [];
        await context.InTransactionAsync(
            async token =>
            {
                var parameters = values.Append(now).Select(value => (object)columns.Parameter(value.Property, value.Name, value.Value)).ToArray();
                var rows = await Sessions.FromSqlRaw(statement, parameters).AsNoTracking().ToListAsync(token);
                taken = [.. rows.Select(row => row.ToSession())];
                foreach (var session in taken)
                {
                    await context.InsertAsync(LogoutNoticeRow.For(session, clock.GetUtcNow().UtcDateTime), token);
                }

                return !taken.IsEmpty;
            },
            static _ => Task.FromResult(false), // then nothing is found any more, and the notices are there
            cancellationToken);
        return taken;
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<LogoutNotice>> ClaimNoticesAsync(int size, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var (now, again) = (clock.GetUtcNow().UtcDateTime, until.UtcDateTime);
        var due = await context.RunAsync(
            token => Notices.AsNoTracking().Where(row => row.DueAt <= now && row.ExpiresAt > now).OrderBy(row => row.DueAt).Take(size).ToListAsync(token), cancellationToken);
        var claimed = ImmutableArray.CreateBuilder<LogoutNotice>();
        foreach (var notice in due)
        {
            // The UPDATE is the lock: of several nodes that saw it due, one moves it on.
            var won = await context.RunAsync(
                token => Notices.Where(row => row.Id == notice.Id && row.Attempts == notice.Attempts && row.DueAt == notice.DueAt)
                    .ExecuteUpdateAsync(row => row.SetProperty(row => row.DueAt, again).SetProperty(row => row.Attempts, row => row.Attempts + 1), token),
                cancellationToken);
            if (won == 1)
            {
                claimed.Add(notice.ToNotice());
            }
        }

        return claimed.ToImmutable();
    }

    /// <inheritdoc/>
    public Task RemoveNoticeAsync(Guid id, CancellationToken cancellationToken) =>
        context.RunAsync(token => Notices.Where(row => row.Id == id).ExecuteDeleteAsync(token), cancellationToken);

    /// <inheritdoc/>
    public Task PostponeNoticeAsync(Guid id, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var due = dueAt.UtcDateTime;
        return context.RunAsync(
            token => Notices.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(row => row.DueAt, due), token), cancellationToken);
    }

    private IQueryable<LogoutSessionRow> Matching(GrantFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        filter.ThrowIfEmpty();
        IQueryable<LogoutSessionRow> rows = Sessions;
        if (filter.SessionId is { } session)
        {
            var hash = TokenHash.Of(session);
            rows = rows.Where(row => row.SessionHash == hash);
        }

        if (filter.Subject is { } subject)
        {
            var key = LookupKey.Of(subject);
            rows = rows.Where(row => row.HostSubject == subject && row.HostSubjectKey == key);
        }

        if (filter.ClientId is { } client)
        {
            var key = LookupKey.Of(client);
            rows = rows.Where(row => row.ClientKey == key && row.ClientId == client);
        }

        return rows;
    }

    private Task<int> ExtendAsync(LogoutSessionRow session, CancellationToken cancellationToken) => context.RunAsync(
        token => Sessions.Where(row => row.Hash == session.Hash).ExecuteUpdateAsync(
            row => row.SetProperty(row => row.ExpiresAt, row => row.ExpiresAt > session.ExpiresAt ? row.ExpiresAt : session.ExpiresAt),
            token),
        cancellationToken);

    private DbSet<LogoutNoticeRow> Notices => context.Set<LogoutNoticeRow>();

    private DbSet<LogoutSessionRow> Sessions => context.Set<LogoutSessionRow>();
}
