using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

public sealed class StatementTests
{
    [Test]
    public async Task A_redeemed_code_with_a_refresh_token_costs_four_statements()
    {
        var (code, token, log) = (Everything.NewCode(), Everything.NewToken(), new StatementLog());
        await using var context = TestDatabase.Open(log);
        var codes = new EfAuthorizationCodeStore<AttestoDbContext>(context, Everything.Clock);
        await codes.AddAsync(code, default);
        log.Statements.Clear();

        await codes.FindAsync(code.Hash, default);
        await codes.ClaimAsync(code.Hash, default);
        await new EfRefreshTokenStore<AttestoDbContext>(context, Everything.Clock).AddAsync(token, default);
        await codes.CompleteAsync(code.Hash, "jti", Everything.Clock.Now, default);

        Assert.That(log.Statements, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task A_refresh_costs_three_statements()
    {
        var (token, log) = (Everything.NewToken(), new StatementLog());
        await using var context = TestDatabase.Open(log);
        var tokens = new EfRefreshTokenStore<AttestoDbContext>(context, Everything.Clock);
        await tokens.AddAsync(token, default);
        log.Statements.Clear();

        await tokens.FindAsync(token.Hash, default);
        await tokens.RotateAsync(token.Hash, token with { Hash = Everything.NewHash() }, "cipher", default);

        Assert.That(log.Statements, Has.Count.EqualTo(3));
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
        var plan = await TestDatabase.ExplainAsync(context, "SELECT hash FROM table_prefix_refresh_tokens WHERE client_id = 'app'", []);
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
        var token = Everything.NewToken();
        await using var context = TestDatabase.Open();
        var tokens = new EfRefreshTokenStore<AttestoDbContext>(context, Everything.Clock);
        await tokens.AddAsync(token, default);

        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            Assert.That(await tokens.RotateAsync(token.Hash, token with { Hash = Everything.NewHash() }, null, default), Is.True);
            await transaction.RollbackAsync();
        });

        Assert.That((await tokens.FindAsync(token.Hash, default))!.Rotation, Is.Null);
    }
}
