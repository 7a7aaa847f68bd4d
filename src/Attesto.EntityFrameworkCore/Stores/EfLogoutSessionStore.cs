using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Sessions to log out of, in the host's database; whoever ends some removes them and learns them by one DELETE.</summary>
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

        var rows = await context.RunAsync(
            token =>
            {
                var (statement, parameters) = DeleteOf(sessionId, subject);
                return Sessions.FromSqlRaw(statement, parameters).AsNoTracking().ToListAsync(token);
            },
            cancellationToken);
        return [.. rows.Select(row => row.ToSession())];
    }

    private (string Statement, object[] Parameters) DeleteOf(string? sessionId, string? subject)
    {
        var columns = new Columns(context, typeof(LogoutSessionRow));
        var (condition, parameters) = sessionId is not null
            ? ($"{columns[nameof(LogoutSessionRow.SessionHash)]} = @session",
                [columns.Parameter(nameof(LogoutSessionRow.SessionHash), "@session", TokenHash.Of(sessionId))])
            : ($"{columns[nameof(LogoutSessionRow.Subject)]} = @subject AND {columns[nameof(LogoutSessionRow.SubjectHash)]} = @exactly",
                new object[]
                {
                    columns.Parameter(nameof(LogoutSessionRow.Subject), "@subject", subject),
                    columns.Parameter(nameof(LogoutSessionRow.SubjectHash), "@exactly", TokenHash.Of(subject!)),
                });
        var now = columns.Parameter(nameof(LogoutSessionRow.ExpiresAt), "@now", clock.GetUtcNow().UtcDateTime);
        return (
            Dialect.Of(context).DeleteReturning(columns.TableName, columns.Names, $"{condition} AND {columns[nameof(LogoutSessionRow.ExpiresAt)]} > @now"),
            [.. parameters, now]);
    }

    private Task<int> ExtendAsync(LogoutSessionRow session, CancellationToken cancellationToken) => context.RunAsync(
        token => Sessions.Where(row => row.Hash == session.Hash).ExecuteUpdateAsync(
            row => row.SetProperty(row => row.ExpiresAt, row => row.ExpiresAt > session.ExpiresAt ? row.ExpiresAt : session.ExpiresAt),
            token),
        cancellationToken);

    private DbSet<LogoutSessionRow> Sessions => context.Set<LogoutSessionRow>();
}
