using System.Data.Common;
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
    public async Task A_rotation_whose_commit_was_not_acknowledged_is_known_to_have_happened()
    {
        var (token, lost) = (Everything.NewToken(), new LostCommits());
        await using var context = TestDatabase.Open(lost);
        var tokens = new EfRefreshTokenStore<HostNamespace.Data.AttestoDbContext>(context, Everything.Clock);
        await tokens.AddAsync(token, default);
        var successor = token with { Hash = Everything.NewHash() };

        Assert.That(await tokens.RotateAsync(token.Hash, successor, "cipher", default), Is.True);
        Assert.That(lost.Count, Is.EqualTo(1));
        Assert.That((await tokens.FindAsync(successor.Hash, default))!.Rotation, Is.Null);
        Assert.That(await tokens.RotateAsync(token.Hash, token with { Hash = Everything.NewHash() }, null, default), Is.False);
    }

    [Test]
    public async Task A_claim_whose_answer_was_lost_is_spent_and_no_error()
    {
        var (code, lost) = (Everything.NewCode(), new LostAnswers());
        await using (var context = TestDatabase.Open())
        {
            await new EfAuthorizationCodeStore<HostNamespace.Data.AttestoDbContext>(context, Everything.Clock).AddAsync(code, default);
        }

        await using var breaking = TestDatabase.Open(lost);
        var codes = new EfAuthorizationCodeStore<HostNamespace.Data.AttestoDbContext>(breaking, Everything.Clock);
        Assert.That(await codes.ClaimAsync(code.Hash, default), Is.False, "nobody can tell it from another node's claim");
        Assert.That((await codes.FindAsync(code.Hash, default))!.State, Is.EqualTo(Attesto.CodeState.Claimed));
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
