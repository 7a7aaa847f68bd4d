using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;

namespace Attesto.EntityFrameworkCore;

/// <summary>Consents in the host's database; a change demands the state that was read in the same statement.</summary>
/// <typeparam name="TContext">The host's context.</typeparam>
/// <param name="context">The context of this scope.</param>
/// <param name="clock">Tells which are living.</param>
public sealed class EfConsentStore<TContext>(TContext context, TimeProvider clock) : IConsentStore
    where TContext : DbContext
{
    /// <inheritdoc/>
    public async Task<Consent?> FindAsync(TokenHash id, CancellationToken cancellationToken)
    {
        var row = await context.FindRowAsync<ConsentRow>(id, cancellationToken);
        return row?.ToConsent();
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<Consent>> ListAsync(string subject, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var living = Matching(new GrantFilter { Subject = subject }).AsNoTracking().Where(row => row.ExpiresAt > now).OrderByDescending(row => row.GivenAt);
        var rows = await context.ReadAsync(living.ToListAsync, cancellationToken);
        return [.. rows.Select(row => row.ToConsent())];
    }

    /// <inheritdoc/>
    public Task<bool> ReplaceAsync(Consent consent, Consent? expected, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(consent);
        var to = ConsentRow.From(consent);
        return expected is null
            ? context.TryInsertAsync(to, token => IsStoredAsync(to, token), cancellationToken)
            : ReplaceAsync(to, expected.Version, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> RemoveAsync(GrantFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        filter.ThrowIfEmpty();
        return filter.SessionId is null ? context.RunAsync(Matching(filter).ExecuteDeleteAsync, cancellationToken) : Task.FromResult(0);
    }

    private async Task<bool> ReplaceAsync(ConsentRow to, string version, CancellationToken cancellationToken) =>
        await context.RunAsync(
            token => Consents.Where(row => row.Hash == to.Hash && row.Version == version).ExecuteUpdateAsync(
                row => row
                    .SetProperty(row => row.Scope, to.Scope)
                    .SetProperty(row => row.Claims, to.Claims)
                    .SetProperty(row => row.GivenAt, to.GivenAt)
                    .SetProperty(row => row.ExpiresAt, to.ExpiresAt)
                    .SetProperty(row => row.Version, to.Version),
                token),
            cancellationToken) == 1
        // Our own change, if the answer to it was lost and it was tried again: nobody else has this version.
        || await context.ReadAsync(token => IsStoredAsync(to, token), cancellationToken);

    private Task<bool> IsStoredAsync(ConsentRow row, CancellationToken cancellationToken) =>
        Consents.AnyAsync(stored => stored.Hash == row.Hash && stored.Version == row.Version, cancellationToken);

    private IQueryable<ConsentRow> Matching(GrantFilter filter)
    {
        IQueryable<ConsentRow> rows = Consents;
        if (filter.Subject is { } subject)
        {
            var key = LookupKey.Of(subject);
            rows = rows.Where(row => row.SubjectKey == key && row.Subject == subject);
        }

        if (filter.ClientId is { } client)
        {
            var key = LookupKey.Of(client);
            rows = rows.Where(row => row.ClientKey == key && row.ClientId == client);
        }

        return rows;
    }

    private DbSet<ConsentRow> Consents => context.Set<ConsentRow>();
}
