using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

public sealed class StatementTests
{
    [Test]
    public async Task A_redeemed_code_costs_three_statements()
    {
        var (code, log) = (Everything.NewCode(), new StatementLog());
        await using var context = TestDatabase.Open(log);
        var codes = new EfAuthorizationCodeStore<AttestoDbContext>(context, Everything.Clock);
        await codes.AddAsync(code, default);
        log.Statements.Clear();

        await codes.FindAsync(code.Hash, default);
        await codes.RedeemAsync(code.Hash, Everything.NewGrant(), default);

        Assert.That(log.Statements, Has.Count.EqualTo(3), "and one commit");
    }

    [Test]
    public async Task A_refresh_costs_one_read_and_one_update()
    {
        var (grant, log) = (Everything.NewGrant(), new StatementLog());
        await using var context = TestDatabase.Open(log);
        var grants = new EfGrantStore<AttestoDbContext>(context, Everything.Clock);
        await grants.AddAsync(grant, default);
        log.Statements.Clear();

        await grants.FindAsync(grant.Id, default);
        await grants.RotateAsync(grant.Id, Everything.NewRotation(), default);

        Assert.That(log.Statements.Select(statement => statement.Text.TrimStart()[..6]), Is.EqualTo(new[] { "SELECT", "UPDATE" }));
    }

    [Test]
    public async Task A_revocation_costs_one_statement()
    {
        var (grant, log) = (Everything.NewGrant(), new StatementLog());
        await using var context = TestDatabase.Open(log);
        var grants = new EfGrantStore<AttestoDbContext>(context, Everything.Clock);
        await grants.AddAsync(grant, default);
        log.Statements.Clear();

        await grants.RevokeAsync(grant.Id, default);

        Assert.That(log.Statements, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Ten_thousand_refreshes_of_a_hundred_grants_leave_a_hundred_rows()
    {
        await using var context = TestDatabase.Open();
        var grants = new EfGrantStore<AttestoDbContext>(context, Everything.Clock);
        var (clientId, ids) = (Secret.NewId(), new List<GrantId>());
        for (var i = 0; i < 100; i++)
        {
            var grant = Everything.NewGrant();
            await grants.AddAsync(grant with { Authorization = grant.Authorization with { ClientId = clientId } }, default);
            ids.Add(grant.Id);
        }

        for (var generation = 1; generation <= 100; generation++)
        {
            foreach (var id in ids)
            {
                await grants.RotateAsync(id, Everything.NewRotation(generation), default);
            }
        }

        var rows = await context.Set<GrantRow>().AsNoTracking().Where(row => row.ClientId == clientId).ToListAsync();
        Assert.That(rows, Has.Count.EqualTo(100));
        Assert.That(rows.Select(row => row.Generation), Is.All.EqualTo(101));
    }

    [Test]
    public async Task A_proof_costs_one_statement()
    {
        var log = new StatementLog();
        await using var context = TestDatabase.Open(log);
        await new EfReplayStore<AttestoDbContext>(context).TryAddAsync(Everything.NewHash(), Everything.Clock.Now, default);
        Assert.That(log.Statements, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Every_statement_finds_its_rows_by_an_index()
    {
        var log = new StatementLog();
        await using var context = TestDatabase.Open(log);
        await Everything.RunAsync(context);
        var statements = log.Statements.ToList();
        await TestDatabase.PreparePlansAsync(context);

        await Assert.MultipleAsync(async () =>
        {
            foreach (var (text, parameters) in statements)
            {
                var plan = await TestDatabase.ExplainAsync(context, text, parameters);
                Assert.That(plan, Does.Not.Match(TestDatabase.Scan), text);
            }
        });
    }

    // The check above must be able to fail: a column without an index is scanned for.
    [Test]
    public async Task A_statement_without_an_index_is_told_apart()
    {
        await using var context = TestDatabase.Open();
        await TestDatabase.PreparePlansAsync(context);
        var plan = await TestDatabase.ExplainAsync(context, "SELECT grant_id FROM table_prefix_grants WHERE client_id = 'app'", []);
        Assert.That(plan, Does.Match(TestDatabase.Scan));
    }

    [Test]
    public async Task Pending_changes_of_the_host_are_not_saved_along()
    {
        await using var context = TestDatabase.Open();
        context.Add(new DataProtectionKeyRow { Hash = Everything.NewHash(), Xml = "<pending/>" });
        await Everything.RunAsync(context);

        await using var other = TestDatabase.Open();
        Assert.That(await other.Set<DataProtectionKeyRow>().AnyAsync(row => row.Xml == "<pending/>"), Is.False);
        Assert.That(context.ChangeTracker.Entries().Count(), Is.EqualTo(1), "no row of ours is tracked");
    }

    [Test]
    public async Task What_is_claimed_inside_a_transaction_of_the_host_follows_it()
    {
        var grant = Everything.NewGrant();
        await using var context = TestDatabase.Open();
        var grants = new EfGrantStore<AttestoDbContext>(context, Everything.Clock);
        await grants.AddAsync(grant, default);

        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            Assert.That(await grants.RotateAsync(grant.Id, Everything.NewRotation(), default), Is.True);
            await transaction.RollbackAsync();
        });

        Assert.That((await grants.FindAsync(grant.Id, default))!.RefreshToken, Is.EqualTo(grant.RefreshToken));
    }
}
