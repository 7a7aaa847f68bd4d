using System.Collections.Immutable;
using Attesto.Logout;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Sessions to log out of, in the host's database; each row goes to the caller whose DELETE removed it.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells when.</param>
public sealed class EfLogoutSessionStore<TContext>(TContext context, TimeProvider clock) : ILogoutSessionStore
    where TContext : DbContext
{
    private static readonly Table Sessions = Table.Of<LogoutSessionRow>();

    /// <inheritdoc/>
    public async Task AddAsync(LogoutSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var row = LogoutSessionRow.From(session);

        // The UPDATE comes first: it waits for a logout that is taking the row, and then finds it gone.
        while (await ExtendAsync(row, cancellationToken) == 0 && !await context.TryInsertAsync(row, nameof(LogoutSessionRow.Hash), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<LogoutSession>> TakeAsync(string? sessionId, string? subject, CancellationToken cancellationToken)
    {
        var sessions = context.Set<LogoutSessionRow>().AsNoTracking();
        var (sessionHash, subjectHash, now) = (Hash(sessionId), Hash(subject), clock.GetUtcNow().UtcDateTime);
        var rows = await (sessionHash is not null ? sessions.Where(row => row.SessionHash == sessionHash) : sessions.Where(row => row.SubjectHash == subjectHash))
            .Where(row => row.ExpiresAt > now)
            .ToListAsync(cancellationToken);
        var taken = ImmutableArray.CreateBuilder<LogoutSession>(rows.Count);
        foreach (var row in rows)
        {
            if (await context.ExecuteAsync($"DELETE FROM {Sessions} WHERE hash = {row.Hash}", cancellationToken) == 1)
            {
                taken.Add(row.ToSession());
            }
        }

        return taken.DrainToImmutable();
    }

    private Task<int> ExtendAsync(LogoutSessionRow row, CancellationToken cancellationToken) => context.ExecuteAsync(
        $"UPDATE {Sessions} SET expires_at = CASE WHEN expires_at > {row.ExpiresAt} THEN expires_at ELSE {row.ExpiresAt} END WHERE hash = {row.Hash}",
        cancellationToken);

    private static string? Hash(string? value) => value is null ? null : TokenHash.Of(value).Value;
}
