using System.Data.Common;
using Attesto.Testing;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

[NonParallelizable]
public sealed class SweeperTests
{
    // Far from every other test's rows: those are all expired here.
    private static readonly Type[] Kept =
    [
        typeof(DataProtectionKeyRow), typeof(SigningKeyRow), typeof(ClientRow), typeof(ClientWordRow), typeof(ChangeRow), typeof(ScopeRow), typeof(ApiRow), typeof(EventRow),
    ];

    private readonly FakeClock _clock = new(new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Test]
    public async Task Every_table_is_swept_of_what_expired_and_of_nothing_else()
    {
        await using var context = TestDatabase.Open();
        await SweepAllAsync();
        var rows = AttestoModelBuilderExtensions.Rows.Where(row => !Kept.Contains(row)).ToList();
        var standing = new Dictionary<Type, int>();
        foreach (var row in rows)
        {
            standing[row] = await CountAsync(context, row); // such as clients without an expiry
            await InsertAsync(context, row, Before(61), "expired");
            await InsertAsync(context, row, Before(59), "within the skew of another node's clock");
            await InsertAsync(context, row, _clock.Now.UtcDateTime.AddDays(1), "live");
        }

        var swept = await new EfSweeper<AttestoDbContext>(context, _clock).SweepAsync(CancellationToken.None);

        Assert.That(swept, Is.EqualTo(rows.Count));
        foreach (var row in rows)
        {
            Assert.That(await CountAsync(context, row), Is.EqualTo(standing[row] + 2), row.Name);
        }

        _clock.Advance(TimeSpan.FromDays(3));
        Assert.That(await SweepAllAsync(), Is.EqualTo(2 * rows.Count));
        _clock.Advance(-TimeSpan.FromDays(3));
    }

    [Test]
    public async Task Events_are_swept_when_they_are_older_than_they_are_kept_and_never_without_a_limit()
    {
        await using var context = TestDatabase.Open();
        var store = new EfEventStore<AttestoDbContext>(context);
        var actor = Secret.NewId();
        var told = new[] { 29.9, 30.1 }
            .Select(days => new StoredEvent { Id = Guid.CreateVersion7(), At = _clock.Now.AddDays(-days), Name = "key_rotated", Actor = actor }).ToList();
        await store.AddAsync(told, CancellationToken.None);
        var options = new AttestoOptions();
        Assert.That(options.Database.KeepEventsFor, Is.EqualTo(TimeSpan.FromDays(90)));
        foreach (var (kept, left) in new[] { ((TimeSpan?)null, told), (TimeSpan.FromDays(30), told[..1]) })
        {
            options.Database.KeepEventsFor = kept;
            await new EfSweeper<AttestoDbContext>(context, _clock, null, Microsoft.Extensions.Options.Options.Create(options)).SweepAsync(CancellationToken.None);
            var page = await store.ListAsync(new EventFilter { Actor = actor }, 10, null, CancellationToken.None);
            Assert.That(page.Events.Select(each => each.Id), Is.EqualTo(left.Select(each => each.Id)));
        }
    }

    [Test]
    public async Task A_grant_that_lives_is_not_swept_because_something_old_in_it_expired()
    {
        var start = new FakeClock(_clock.Now.AddYears(1));
        var grant = Everything.NewGrant() with { CreatedAt = start.Now, LastUsedAt = start.Now, ExpiresAt = start.Now.AddDays(14), KeepUntil = start.Now.AddDays(14) };
        await using var context = TestDatabase.Open();
        var store = new EfGrantStore<AttestoDbContext>(context, start);
        await store.AddAsync(grant, CancellationToken.None);

        start.Advance(TimeSpan.FromDays(10));
        await store.RotateAsync(grant.Id, Everything.NewRotation() with { ExpiresAt = start.Now.AddDays(14), KeepUntil = start.Now.AddDays(14) }, CancellationToken.None);
        start.Advance(TimeSpan.FromDays(5));
        await SweepAsync(start);
        Assert.That((await store.FindAsync(grant.Id, CancellationToken.None))?.RefreshToken?.Generation, Is.EqualTo(2));
        Assert.That(await SweepAsync(start), Is.Zero, "it is moved on, not looked at again and again");
        Assert.That((await context.Set<GrantRow>().AsNoTracking().SingleAsync(row => row.GrantId == grant.Id.Value)).SweepAt, Is.GreaterThan(start.Now.UtcDateTime));

        start.Advance(TimeSpan.FromDays(10));
        await SweepAsync(start);
        Assert.That(await store.FindAsync(grant.Id, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task A_revoked_grant_is_swept_soon()
    {
        var now = new FakeClock(_clock.Now.AddYears(2));
        var grant = Everything.NewGrant() with { ExpiresAt = now.Now.AddDays(14), KeepUntil = now.Now.AddDays(14) };
        await using var context = TestDatabase.Open();
        var store = new EfGrantStore<AttestoDbContext>(context, now);
        await store.AddAsync(grant, CancellationToken.None);
        await store.RevokeAsync(grant.Id, CancellationToken.None);

        now.Advance(TimeSpan.FromMinutes(2));
        await SweepAsync(now);

        Assert.That(await store.FindAsync(grant.Id, CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task Several_nodes_sweep_at_once_without_a_deadlock()
    {
        await SweepAllAsync();
        await using (var context = TestDatabase.Open())
        {
            await using var transaction = await context.Database.CreateExecutionStrategy().ExecuteAsync(() => context.Database.BeginTransactionAsync());
            for (var i = 0; i < 3000; i++)
            {
                await InsertAsync(context, typeof(ReplayRow), Before(100 + i), $"{i}");
            }

            await transaction.CommitAsync();
        }

        var swept = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var context = TestDatabase.Open();
            return await new EfSweeper<AttestoDbContext>(context, _clock).SweepAsync(CancellationToken.None);
        })));

        Assert.That(swept.Sum() + await SweepAllAsync(), Is.EqualTo(3000));
    }

    [Test]
    public async Task A_table_that_fails_keeps_no_other_from_being_swept()
    {
        await SweepAllAsync();
        await using var context = TestDatabase.Open();
        await InsertAsync(context, typeof(ReplayRow), Before(100), "after a table that fails");
        var rename = TestDatabase.RenameColumn("table_prefix_consent_grants", "expires_at", "older");
        await context.Database.ExecuteSqlRawAsync(rename);
        try
        {
            Assert.That(await new EfSweeper<AttestoDbContext>(context, _clock).SweepAsync(CancellationToken.None), Is.EqualTo(1));
        }
        finally
        {
            var back = TestDatabase.RenameColumn("table_prefix_consent_grants", "older", "expires_at");
            await context.Database.ExecuteSqlRawAsync(back);
        }
    }

    [Test]
    public async Task A_backlog_shows_until_it_is_swept()
    {
        await SweepAllAsync();
        var check = new SweeperCheck();
        using var enough = new CancellationTokenSource();
        await using var context = TestDatabase.Open(new StopAfterOneBatch(enough));
        for (var i = 0; i < 501; i++)
        {
            await InsertAsync(context, typeof(ReplayRow), Before(86_400 - i), $"backlog {i}");
        }

        await Assert.CatchAsync<OperationCanceledException>(() => new EfSweeper<AttestoDbContext>(context, _clock).SweepAsync(enough.Token));
        var behind = await check.CheckHealthAsync(new HealthCheckContext());
        Assert.That((behind.Status, behind.Description), Is.EqualTo((HealthStatus.Degraded, "the sweeper is 24.0 hours behind in table_prefix_replays")));

        await SweepAllAsync();
        Assert.That((await check.CheckHealthAsync(new HealthCheckContext())).Status, Is.EqualTo(HealthStatus.Healthy));
    }

    /// <summary>Ends a run after the first full batch, as a node does that is stopped.</summary>
    private sealed class StopAfterOneBatch(CancellationTokenSource stop) : DbCommandInterceptor
    {
        public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (result == 500)
            {
                stop.Cancel();
            }

            return new(result);
        }
    }

    private DateTime Before(int seconds) => _clock.Now.UtcDateTime.AddSeconds(-seconds);

    private static async Task<long> SweepAsync(FakeClock clock)
    {
        await using var context = TestDatabase.Open();
        return await new EfSweeper<AttestoDbContext>(context, clock).SweepAsync(CancellationToken.None);
    }

    private async Task<long> SweepAllAsync()
    {
        await using var context = TestDatabase.Open();
        var (total, swept) = (0L, 0L);
        do
        {
            swept = await new EfSweeper<AttestoDbContext>(context, _clock).SweepAsync(CancellationToken.None);
            total += swept;
        }
        while (swept > 0);
        return total;
    }

    private static Task InsertAsync(DbContext context, Type type, DateTime expiresAt, string id)
    {
        var hash = TokenHash.Of($"{type.Name} {id}");
        return type.Name switch
        {
            nameof(AuthorizationCodeRow) => context.InsertAsync(new AuthorizationCodeRow { Hash = hash, ExpiresAt = expiresAt.AddDays(-1), KeepUntil = expiresAt }, default),
            nameof(GrantRow) => context.InsertAsync(
                new GrantRow { GrantId = GrantId.New().Value, CreatedAt = expiresAt, LastUsedAt = expiresAt, ExpiresAt = expiresAt, KeepUntil = expiresAt, SweepAt = expiresAt },
                    default),
            nameof(RevokedAccessTokenRow) => context.InsertAsync(new RevokedAccessTokenRow { Hash = hash, ExpiresAt = expiresAt }, default),
            nameof(DeviceCodeRow) => context.InsertAsync(new DeviceCodeRow { Hash = hash, UserCodeHash = hash, KeepUntil = expiresAt }, default),
            nameof(PushedRequestRow) => context.InsertAsync(new PushedRequestRow { Hash = hash, ExpiresAt = expiresAt }, default),
            nameof(ConsentGrantRow) => context.InsertAsync(new ConsentGrantRow { Hash = hash, ExpiresAt = expiresAt }, default),
            nameof(ConsentRow) => context.InsertAsync(new ConsentRow { Hash = hash, GivenAt = expiresAt, ExpiresAt = expiresAt }, default),
            nameof(LogoutSessionRow) => context.InsertAsync(new LogoutSessionRow { Hash = hash, SubjectHash = hash, ExpiresAt = expiresAt }, default),
            nameof(LogoutNoticeRow) => context.InsertAsync(
                new LogoutNoticeRow { Id = Guid.NewGuid(), CreatedAt = expiresAt, DueAt = expiresAt, ExpiresAt = expiresAt }, default),
            nameof(ServerSideSessionRow) => context.InsertAsync(new ServerSideSessionRow { Hash = hash, SubjectHash = hash, ExpiresAt = expiresAt }, default),
            nameof(ReplayRow) => context.InsertAsync(new ReplayRow { Hash = hash, ExpiresAt = expiresAt }, default),
            nameof(DpopNonceRow) => context.InsertAsync(new DpopNonceRow { Hash = hash, ExpiresAt = expiresAt }, default),
            nameof(ClientMetadataRow) => context.InsertAsync(new ClientMetadataRow { Hash = hash, ExpiresAt = expiresAt }, default),
            nameof(RegisteredClientRow) =>
                context.InsertAsync(new RegisteredClientRow { Hash = hash, RegistrationAccessTokenHash = hash, ExpiresAt = expiresAt, IssuedAt = expiresAt }, default),
            var name => throw new InvalidOperationException($"{name} is new: say here how it expires."),
        };
    }

    private static Task<int> CountAsync(DbContext context, Type type) => type.Name switch
    {
        nameof(AuthorizationCodeRow) => context.Set<AuthorizationCodeRow>().CountAsync(),
        nameof(GrantRow) => context.Set<GrantRow>().CountAsync(),
        nameof(RevokedAccessTokenRow) => context.Set<RevokedAccessTokenRow>().CountAsync(),
        nameof(DeviceCodeRow) => context.Set<DeviceCodeRow>().CountAsync(),
        nameof(PushedRequestRow) => context.Set<PushedRequestRow>().CountAsync(),
        nameof(ConsentGrantRow) => context.Set<ConsentGrantRow>().CountAsync(),
        nameof(ConsentRow) => context.Set<ConsentRow>().CountAsync(),
        nameof(LogoutSessionRow) => context.Set<LogoutSessionRow>().CountAsync(),
        nameof(LogoutNoticeRow) => context.Set<LogoutNoticeRow>().CountAsync(),
        nameof(ServerSideSessionRow) => context.Set<ServerSideSessionRow>().CountAsync(),
        nameof(ReplayRow) => context.Set<ReplayRow>().CountAsync(),
        nameof(DpopNonceRow) => context.Set<DpopNonceRow>().CountAsync(),
        nameof(ClientMetadataRow) => context.Set<ClientMetadataRow>().CountAsync(),
        nameof(RegisteredClientRow) => context.Set<RegisteredClientRow>().CountAsync(),
        _ => throw new InvalidOperationException(),
    };
}
