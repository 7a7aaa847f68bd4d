using System.Transactions;
using HostNamespace.Data;
using Microsoft.EntityFrameworkCore;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>Stores inside a transaction of the host's own.</summary>
public sealed class HostTransactionTests
{
    [Test]
    public async Task A_lost_insert_leaves_the_transaction_of_the_host_whole()
    {
        var (id, nonce) = (Everything.NewHash(), Everything.NewHash());
        await using var context = TestDatabase.Open();
        var replays = new EfReplayStore<AttestoDbContext>(context);
        await replays.TryAddAsync(id, Everything.Clock.Now, default);

        await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            Assert.That(await replays.TryAddAsync(id, Everything.Clock.Now, default), Is.False);
            await new EfDpopNonceStore<AttestoDbContext>(context).AddAsync(nonce, Everything.Clock.Now.AddMinutes(1), default);
            await transaction.CommitAsync();
        });

        Assert.That(await new EfDpopNonceStore<AttestoDbContext>(context).IsLiveAsync(nonce, Everything.Clock.Now, default), Is.True);
    }

    // PostgreSQL and SQL Server can join an ambient transaction, and then the stores follow it. SQLite cannot, and under a strategy that retries nobody can.
    [Test]
    public async Task An_ambient_transaction_is_followed_or_refused_by_name()
    {
        var id = Everything.NewHash();
        try
        {
            using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
            await using var context = TestDatabase.Open();
            await new EfReplayStore<AttestoDbContext>(context).TryAddAsync(id, Everything.Clock.Now, default);
        }
        catch (InvalidOperationException refused)
        {
            Assert.That(refused.Message, Does.Contain("ambient transaction").IgnoreCase.Or.Contain("user-initiated transactions"));
        }

        await using var other = TestDatabase.Open();
        Assert.That(await new EfReplayStore<AttestoDbContext>(other).TryAddAsync(id, Everything.Clock.Now, default), Is.True, "what was not completed did not happen");
    }
}
