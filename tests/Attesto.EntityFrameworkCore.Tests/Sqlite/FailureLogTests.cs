using System.Collections.Concurrent;
using HostNamespace.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>What stands in a host's log of statements that failed.</summary>
public sealed class FailureLogTests
{
    private Records _log = new();
    private string _folder = "";

    [SetUp]
    public void Create() => (_log, _folder) = (new(), Directory.CreateTempSubdirectory("attesto-failures-").FullName);

    [TearDown]
    public void Remove()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task A_statement_that_met_a_lock_and_was_tried_again_is_no_failure()
    {
        await using var host = Host();
        await MigrateAsync(host);
        await using var other = new SqliteConnection(Connection);
        await other.OpenAsync();
        var locked = other.BeginTransaction(); // takes the lock at once
        var writes = Enumerable.Range(0, 3).Select(_ => AddAsync(host)).ToList();
        while (!_log.Debugged.Any(record => record.StartsWith("Failed executing DbCommand", StringComparison.Ordinal)))
        {
            await Task.Delay(20);
        }

        await locked.DisposeAsync();
        Assert.That(await Task.WhenAll(writes), Is.All.True);
        Assert.That(_log.Told, Is.Empty);
    }

    [Test]
    public async Task A_statement_that_fails_is_an_exception_for_whoever_logs_it_once()
    {
        await using var host = Host();
        await Assert.ThrowsAsync<SqliteException>(() => AddAsync(host));
        Assert.That(_log.Told, Is.Empty);
    }

    [Test]
    public async Task What_the_host_has_said_of_its_log_counts([Values] bool storesFirst)
    {
        await using var host = Host(options => options.ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandError, LogLevel.Critical))), storesFirst);
        await Assert.ThrowsAsync<SqliteException>(() => AddAsync(host));
        Assert.That(_log.Told, Has.Count.EqualTo(1).And.All.StartsWith("Failed executing DbCommand"));
    }

    [Test]
    public async Task The_log_of_a_context_of_the_hosts_that_has_the_tables_by_its_options_is_left_alone()
    {
        await using var host = Host(options => options.UseAttesto("other_"));
        await Assert.ThrowsAsync<SqliteException>(() => AddAsync(host));
        Assert.That(_log.Told, Has.Count.EqualTo(1).And.All.StartsWith("Failed executing DbCommand"));
    }

    private string Connection => $"Data Source={Path.Combine(_folder, "test.db")}";

    private static async Task MigrateAsync(IServiceProvider host)
    {
        await using var context = host.GetRequiredService<AttestoDbContext>();
        await context.Database.MigrateAsync();
    }

    private static async Task<bool> AddAsync(IServiceProvider host)
    {
        await using var context = host.GetRequiredService<AttestoDbContext>();
        return await new EfReplayStore<AttestoDbContext>(context).TryAddAsync(Everything.NewHash(), Everything.Clock.Now, CancellationToken.None);
    }

    private ServiceProvider Host(Action<DbContextOptionsBuilder>? more = null, bool storesFirst = false)
    {
        var services = new ServiceCollection().AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_log));
        if (storesFirst)
        {
            services.AddAttestoEntityFrameworkStores<AttestoDbContext>();
        }

        services.AddDbContext<AttestoDbContext>(
            options =>
            {
                options.UseSqlite(Connection);
                more?.Invoke(options);
            },
            ServiceLifetime.Transient);
        return services.AddAttestoEntityFrameworkStores<AttestoDbContext>().BuildServiceProvider();
    }

    private sealed class Records : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Told { get; } = new();

        public ConcurrentQueue<string> Debugged { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            (logLevel >= LogLevel.Warning ? Told : Debugged).Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
