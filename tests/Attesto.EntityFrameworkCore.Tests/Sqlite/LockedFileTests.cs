using HostNamespace.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
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

    private async Task<bool> AddAsync()
    {
        await using var context = Host().GetRequiredService<AttestoDbContext>();
        return await new EfReplayStore<AttestoDbContext>(context).TryAddAsync(Everything.NewHash(), Everything.Clock.Now, CancellationToken.None);
    }

    private ServiceProvider Host() => new ServiceCollection()
        .AddDbContext<AttestoDbContext>(options => options.UseSqlite(_connection), ServiceLifetime.Transient)
        .AddAttestoEntityFrameworkStores<AttestoDbContext>()
        .BuildServiceProvider();
}
