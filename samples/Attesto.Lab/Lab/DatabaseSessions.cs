using Attesto.Lab.Data;
using Microsoft.EntityFrameworkCore;

namespace Attesto.Lab;

/// <summary>Sessions in the lab's database: every process on it knows the same ones.</summary>
/// <param name="db">The context of this scope.</param>
/// <param name="clock">Tells when a cookie was first seen.</param>
public sealed class DatabaseSessions(LabDbContext db, TimeProvider clock) : ILabSessions
{
    private const int Attempts = 8;

    // Asked by every authorization request.
    private static readonly Func<LabDbContext, string, CancellationToken, Task<LabSessionRow?>> ByHash = EF.CompileAsyncQuery(
        (LabDbContext db, string hash, CancellationToken cancellationToken) => db.Sessions.AsNoTracking().SingleOrDefault(row => row.SubHash == hash));

    public async Task<LabSession> FindAsync(string sub, CancellationToken cancellationToken) =>
        await ByHash(db, TokenHash.Of(sub).Value, cancellationToken) is { } row ? row.ToSession() : await BeginAsync(sub, cancellationToken);

    public async Task<LabSession> RenewAsync(string sub, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var session = await FindAsync(sub, cancellationToken);
        await RowOf(sub).ExecuteUpdateAsync(row => row.SetProperty(one => one.AuthTime, now.ToUnixTimeMilliseconds()), cancellationToken);
        return session with { AuthTime = now };
    }

    public Task EndAsync(string sub, CancellationToken cancellationToken) => RowOf(sub).ExecuteDeleteAsync(cancellationToken);

    public Task EndSessionAsync(string sid, CancellationToken cancellationToken) =>
        db.Sessions.Where(row => row.Sid == sid).ExecuteDeleteAsync(cancellationToken);

    private IQueryable<LabSessionRow> RowOf(string sub)
    {
        var hash = TokenHash.Of(sub).Value;
        return db.Sessions.AsNoTracking().Where(row => row.SubHash == hash);
    }

    // Of two processes that see a cookie first at the same instant the primary key lets one in; the other takes what is there, and begins again if that has ended.
    private async Task<LabSession> BeginAsync(string sub, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var row = new LabSessionRow { SubHash = TokenHash.Of(sub).Value, Sid = Secret.NewId(), AuthTime = clock.GetUtcNow().ToUnixTimeMilliseconds() };
            db.Sessions.Add(row);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return row.ToSession();
            }
            catch (DbUpdateException)
            {
                if (await RowOf(sub).SingleOrDefaultAsync(cancellationToken) is { } first)
                {
                    return first.ToSession();
                }

                if (attempt == Attempts)
                {
                    throw;
                }
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
