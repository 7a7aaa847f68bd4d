using System.Data.Common;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>A connection that breaks under a statement, and an answer that is lost after it took effect, with EF Core's own retries switched on.</summary>
public sealed class RetryTests
{
    [Test]
    public async Task A_broken_connection_is_retried_in_every_store()
    {
        var breaks = new Breaks { Every = 5 };
        await using var context = TestDatabase.Open(breaks);
        await Everything.RunAsync(context);
        Assert.That(breaks.Count, Is.GreaterThan(8));
    }

    [Test]
    public async Task A_redemption_whose_commit_was_not_acknowledged_is_known_to_have_happened()
    {
        var (code, grant, lost) = (Everything.NewCode(), Everything.NewGrant(), new LostCommits());
        await using var context = TestDatabase.Open(lost);
        var codes = new EfAuthorizationCodeStore<AttestoDbContext>(context, Everything.Clock);
        await codes.AddAsync(code, default);

        Assert.That(await codes.RedeemAsync(code.Hash, grant, default), Is.True);
        Assert.That(lost.Count, Is.EqualTo(1));
        Assert.That(await new EfGrantStore<AttestoDbContext>(context, Everything.Clock).FindAsync(grant.Id, default), Is.Not.Null);
        Assert.That(await codes.RedeemAsync(code.Hash, Everything.NewGrant(), default), Is.False);
    }

    [Test]
    public async Task A_rotation_whose_answer_was_lost_is_known_to_have_happened()
    {
        var grant = Everything.NewGrant();
        await using (var context = TestDatabase.Open())
        {
            await new EfGrantStore<AttestoDbContext>(context, Everything.Clock).AddAsync(grant, default);
        }

        await using var breaking = TestDatabase.Open(new LostAnswers());
        var grants = new EfGrantStore<AttestoDbContext>(breaking, Everything.Clock);
        Assert.That(await grants.RotateAsync(grant.Id, Everything.NewRotation(), default), Is.True, "the successor is this caller's own");
        Assert.That((await grants.FindAsync(grant.Id, default))!.RefreshToken!.Generation, Is.EqualTo(2));
        Assert.That(await grants.RotateAsync(grant.Id, Everything.NewRotation(), default), Is.False);
    }

    [Test]
    public async Task A_code_that_was_refused_is_spent_though_the_answer_was_lost()
    {
        var code = Everything.NewCode();
        await using (var context = TestDatabase.Open())
        {
            await new EfAuthorizationCodeStore<AttestoDbContext>(context, Everything.Clock).AddAsync(code, default);
        }

        await using var breaking = TestDatabase.Open(new LostAnswers());
        var codes = new EfAuthorizationCodeStore<AttestoDbContext>(breaking, Everything.Clock);
        Assert.That(await codes.SpendAsync(code.Hash, default), Is.False, "nobody can tell it from another node's call");
        Assert.That((await codes.FindAsync(code.Hash, default))!.State, Is.EqualTo(CodeState.Spent));
    }

    [Test]
    public async Task An_insert_whose_answer_was_lost_does_not_fail_on_its_own_row()
    {
        var code = Everything.NewCode();
        await using var context = TestDatabase.Open(new LostAnswers());
        var codes = new EfAuthorizationCodeStore<HostNamespace.Data.AttestoDbContext>(context, Everything.Clock);
        await codes.AddAsync(code, default);
        Assert.That((await codes.FindAsync(code.Hash, default))!.State, Is.EqualTo(CodeState.Issued));
    }

    [Test]
    public async Task A_device_code_whose_answer_was_lost_is_no_collision()
    {
        await using var context = TestDatabase.Open(new LostAnswers());
        var devices = new EfDeviceCodeStore<HostNamespace.Data.AttestoDbContext>(context, Everything.Clock);
        Assert.That(await devices.AddAsync(Everything.NewDevice(), default), Is.True);
    }

    [Test]
    public async Task A_replay_record_whose_answer_was_lost_counts_as_one()
    {
        await using var context = TestDatabase.Open(new LostAnswers());
        var replays = new EfReplayStore<HostNamespace.Data.AttestoDbContext>(context);
        Assert.That(await replays.TryAddAsync(Everything.NewHash(), Everything.Clock.Now.AddMinutes(2), default), Is.False, "nobody can tell it from a replay");
    }

    [Test]
    public async Task An_ambient_transaction_is_followed_where_nothing_retries()
    {
        var id = Everything.NewHash();
        using (new System.Transactions.TransactionScope(System.Transactions.TransactionScopeAsyncFlowOption.Enabled))
        {
            await using var context = TestDatabase.OpenSerializable();
            Assert.That(await new EfReplayStore<HostNamespace.Data.AttestoDbContext>(context).TryAddAsync(id, Everything.Clock.Now, default), Is.True);
        }

        await using var other = TestDatabase.Open();
        Assert.That(await new EfReplayStore<HostNamespace.Data.AttestoDbContext>(other).TryAddAsync(id, Everything.Clock.Now, default), Is.True);
    }

    private sealed class Breaks : DbCommandInterceptor
    {
        private int _commands;

        public int Every { get; init; }

        public int Count { get; private set; }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => new(Break(result));

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => new(Break(result));

        private T Break<T>(T result)
        {
            if (++_commands % Every != 0)
            {
                return result;
            }

            Count++;
            throw new TimeoutException("broken on purpose"); // what Npgsql's strategy takes for transient
        }
    }

    private sealed class LostCommits : DbTransactionInterceptor
    {
        public int Count { get; private set; }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            ++Count == 1 ? throw new TimeoutException("lost on purpose") : Task.CompletedTask;
    }

    private sealed class LostAnswers : DbCommandInterceptor
    {
        private int _commands;

        public override ValueTask<int> NonQueryExecutedAsync(
            DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default) =>
            ++_commands == 1 ? throw new TimeoutException("lost on purpose") : new(result);
    }
}
