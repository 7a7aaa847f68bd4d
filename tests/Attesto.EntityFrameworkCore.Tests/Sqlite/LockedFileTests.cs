using System.Data.Common;
using HostNamespace.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>A file that another process has locked.</summary>
public sealed class LockedFileTests
{
    private string _connection = "";

    [SetUp]
    public async Task Create()
    {
        _connection = $"Data Source={Path.Combine(Directory.CreateTempSubdirectory("attesto-locked-").FullName, "test.db")}";
        await using var context = Host().GetRequiredService<AttestoDbContext>();
        await context.Database.MigrateAsync();
    }

    [TearDown]
    public void Remove()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(Path.GetDirectoryName(new SqliteConnectionStringBuilder(_connection).DataSource)!, recursive: true);
    }

    [Test]
    public async Task A_statement_that_waits_for_the_file_holds_no_thread()
    {
        await using var other = new SqliteConnection(_connection);
        await other.OpenAsync();
        var locked = other.BeginTransaction(); // takes the lock at once

        // SQLite has no asynchronous calls: a statement that waited inside the driver would not come back before the lock is gone, which this thread holds.
        var waiting = Enumerable.Range(0, 50).Select(_ => AddAsync()).ToList();
        Assert.That(waiting.Count(write => write.IsCompleted), Is.Zero);

        await locked.DisposeAsync();
        Assert.That(await Task.WhenAll(waiting), Is.All.True);
    }

    [Test]
    public async Task Writers_of_one_process_take_turns_instead_of_asking_again()
    {
        var attempts = new Attempts();
        await using var host = Host(attempts);
        var writers = Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (var write = 0; write < 20; write++)
            {
                Assert.That(await AddAsync(host), Is.True);
            }
        }));
        await Task.WhenAll(writers);
        Assert.That(attempts.Count, Is.EqualTo(16 * 20));
    }

    [Test]
    public async Task A_statement_of_the_hosts_own_waits_as_the_host_has_set_it()
    {
        await using var other = new SqliteConnection(_connection);
        await other.OpenAsync();
        await using var locked = other.BeginTransaction();

        await using var context = Host().GetRequiredService<AttestoDbContext>();
        context.Database.SetCommandTimeout(1);
        context.Add(new DataProtectionKeyRow { Hash = Everything.NewHash(), Xml = "<key/>" });
        var fault = await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        Assert.That((fault!.InnerException as SqliteException)?.SqliteErrorCode, Is.EqualTo(5));
    }

    private Task<bool> AddAsync() => AddAsync(Host());

    private static async Task<bool> AddAsync(IServiceProvider host)
    {
        await using var context = host.GetRequiredService<AttestoDbContext>();
        return await new EfReplayStore<AttestoDbContext>(context).TryAddAsync(Everything.NewHash(), Everything.Clock.Now, CancellationToken.None);
    }

    private ServiceProvider Host(params IInterceptor[] interceptors) => new ServiceCollection()
        .AddDbContext<AttestoDbContext>(options => options.UseSqlite(_connection).AddInterceptors(interceptors), ServiceLifetime.Transient)
        .AddAttestoEntityFrameworkStores<AttestoDbContext>()
        .BuildServiceProvider();

    private sealed class Attempts : DbCommandInterceptor
    {
        private int _count;

        public int Count => _count;

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _count);
            return new(result);
        }
    }
}
