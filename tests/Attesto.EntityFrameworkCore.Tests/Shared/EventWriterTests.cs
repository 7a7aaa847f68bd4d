using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Attesto.Testing;
using HostNamespace.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>How events get into the database, and what becomes of them while it is away.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EventWriterTests : IAsyncDisposable
{
    private readonly string _actor = Secret.NewId();
    private readonly Switch _switch = new();
    private readonly Notes _log = new();
    private readonly ServiceProvider _services;

    public EventWriterTests() => _services = new ServiceCollection()
        .AddScoped(_ => TestDatabase.Open())
        .AddScoped<IEventStore>(services => new SwitchedStore(new EfEventStore<AttestoDbContext>(services.GetRequiredService<AttestoDbContext>()), _switch))
        .BuildServiceProvider();

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    [Test]
    public async Task Two_nodes_write_what_they_were_told_in_batches_and_all_of_it_before_they_end()
    {
        using var one = New();
        using var other = New();
        foreach (var writer in new[] { one, other })
        {
            await writer.StartAsync(default);
            for (var i = 0; i < 250; i++)
            {
                await writer.PublishAsync(Told(i), default);
            }
        }

        await Task.WhenAll(one.StoppedAsync(default), other.StoppedAsync(default));
        Assert.That((await FindAsync()).GroupBy(told => told.Details).Select(same => same.Count()), Has.Exactly(250).Items.And.All.EqualTo(2));
        Assert.That(_switch.Calls, Is.LessThan(20), "batches");
    }

    [Test]
    public async Task As_many_as_wait_are_written_after_one_rest()
    {
        var clock = new AlarmClock();
        using var writer = New(clock: clock);
        await writer.StartAsync(default);
        await writer.PublishAsync(Told(0), default);
        await WaitAsync(() => clock.Alarms == 1);
        for (var i = 1; i < 250; i++)
        {
            await writer.PublishAsync(Told(i), default);
        }

        clock.Ring();
        await WaitAsync(async () => (await FindAsync()).Count == 250);
        Assert.That(_switch.Calls, Is.EqualTo(3));
    }

    [Test]
    public async Task What_happened_while_the_database_was_away_is_written_when_it_is_back()
    {
        using var writer = New();
        await writer.StartAsync(default);
        _switch.Fault = new TimeoutException("away");
        await writer.PublishAsync(Told(1), default);
        await WaitAsync(() => _switch.Calls >= 4); // more than one that is there would refuse
        await writer.PublishAsync(Told(2), default);
        _switch.Fault = null;
        await WaitAsync(async () => (await FindAsync()).Count == 2);
        Assert.That(_log.Lines.Count(line => line.Id == 22), Is.EqualTo(1), "it is said once, not with every attempt");
        await writer.StoppedAsync(default);
    }

    [Test]
    public async Task What_is_beyond_the_capacity_is_lost_counted_and_told_once()
    {
        var lost = 0L;
        using var meters = Listen((reason, count) => Interlocked.Add(ref lost, reason is "full" ? count : 0));
        using var writer = New(capacity: 10);
        for (var i = 0; i < 15; i++)
        {
            await writer.PublishAsync(Told(i), default); // nobody writes yet
        }

        await writer.StartAsync(default);
        await writer.StoppedAsync(default);
        Assert.That((await FindAsync()).Select(told => told.Details), Is.EquivalentTo(Enumerable.Range(0, 10).Select(i => $$"""{"number":{{i}}}""")), "the first ten");
        Assert.That(lost, Is.EqualTo(5));
        Assert.That(_log.Lines.Select(line => line.Id), Is.EqualTo(new[] { 20, 21 }));
        Assert.That(_log.Lines.Last().Said, Is.EqualTo("5 events were lost."));
    }

    [Test]
    public async Task An_event_that_the_database_refuses_takes_no_other_with_it()
    {
        using var writer = New();
        await writer.StartAsync(default);
        _switch.Refused = """{"number":1}""";
        for (var i = 0; i < 3; i++)
        {
            await writer.PublishAsync(Told(i), default);
        }

        await WaitAsync(async () => (await FindAsync()).Count == 2);
        await writer.StoppedAsync(default);
        Assert.That((await FindAsync()).Select(told => told.Details), Has.None.EqualTo(_switch.Refused));
    }

    [Test]
    public async Task Where_the_database_takes_none_more_is_wrong_than_an_event_and_they_wait()
    {
        using var writer = New();
        await writer.StartAsync(default);
        _switch.Fault = new InvalidOperationException("no such table");
        await writer.PublishAsync(Told(1), default);
        await writer.PublishAsync(Told(2), default);
        await WaitAsync(() => _switch.Calls >= 5); // three times both, and each
        _switch.Fault = null;
        await WaitAsync(async () => (await FindAsync()).Count == 2);
        await writer.StoppedAsync(default);
        Assert.That(_log.Lines.Select(line => line.Id), Is.EqualTo(new[] { 22 }));
    }

    [Test]
    public async Task What_somebody_changed_is_kept_before_it_is_answered_and_else_later()
    {
        using var writer = New();
        await writer.KeepAsync(Told(1), default);
        Assert.That(await FindAsync(), Has.Count.EqualTo(1), "a command, which writes without the service");
        _switch.Fault = new TimeoutException("away");
        await Assert.ThrowsAsync<TimeoutException>(async () => await writer.KeepAsync(Told(2), default));

        await writer.StartAsync(default);
        await writer.KeepAsync(Told(3), default);
        _switch.Fault = null;
        await writer.StoppedAsync(default);
        Assert.That((await FindAsync()).Select(told => told.Details), Is.EquivalentTo(new[] { """{"number":1}""", """{"number":3}""" }));
    }

    [Test]
    public async Task A_host_may_leave_events_out()
    {
        using var writer = New(keeps: told => told.Name is not EventName.KeyRotated);
        await writer.KeepAsync(Told(1), default);
        await writer.PublishAsync(Told(2), default);
        await writer.KeepAsync(Told(3) with { Name = EventName.KeyRetired }, default);
        await writer.StartAsync(default);
        await writer.StoppedAsync(default);
        Assert.That((await FindAsync()).Select(told => told.Name), Is.EqualTo(new[] { "key_retired" }));
    }

    [Test]
    public async Task What_machines_repeat_is_left_out_unless_the_host_wants_it()
    {
        ServerEvent[] told =
        [
            Told(1) with { Name = EventName.AuthSucceeded },
            Told(2) with { Name = EventName.RefreshRotated },
            Told(3) with { Name = EventName.TokenIssued, GrantType = GrantTypes.RefreshToken },
            Told(4) with { Name = EventName.TokenIssued, GrantType = GrantTypes.AuthorizationCode },
            Told(5) with { Name = EventName.RefreshReuseDetected, GrantType = GrantTypes.RefreshToken },
        ];
        foreach (var keeps in new Func<ServerEvent, bool>?[] { null, _ => true })
        {
            using var writer = New(keeps);
            await writer.StartAsync(default);
            foreach (var each in told)
            {
                await writer.PublishAsync(each, default);
            }

            await writer.StoppedAsync(default);
        }

        Assert.That(
            (await FindAsync()).GroupBy(kept => kept.Details).OrderBy(same => same.Key, StringComparer.Ordinal).Select(same => same.Count()), Is.EqualTo(new[] { 1, 1, 1, 2, 2 }));
    }

    [Test]
    public async Task Whatever_a_stranger_sent_fits()
    {
        var told = new ServerEvent(EventName.TokenDenied)
        {
            ClientId = new string('c', 5000),
            Subject = "nul \0 half \ud83d",
            GrantType = new string('g', 5000),
            Result = new string('r', 5000),
            Metadata = ImmutableDictionary<string, object?>.Empty.Add("actor", _actor).Add("client_ip", new string('i', 500)).Add("reason", 7)
                .Add("map", ImmutableDictionary<string, object?>.Empty.Add("text", "\0").Add("none", null)).Add("list", new[] { "a" }),
        };
        using var writer = New();
        await writer.KeepAsync(told, default);
        var kept = (await FindAsync()).Single();
        Assert.That((kept.ClientId!.Length, kept.Subject, kept.GrantType!.Length, kept.Result!.Length), Is.EqualTo((2048, "nul \ufffd half \ufffd", 256, 256)));
        Assert.That((kept.ClientIp!.Length, kept.Reason), Is.EqualTo((64, "7")));
        Assert.That(System.Text.Json.Nodes.JsonNode.Parse(kept.Details!)!["list"]![0]!.GetValue<string>(), Is.EqualTo("a"));
    }

    [Test]
    public async Task A_host_that_is_disposed_before_it_stops_fails_nowhere()
    {
        var writer = New();
        await writer.StartAsync(default);
        writer.Dispose();
        Assert.That(async () => await writer.StoppedAsync(default), Throws.Nothing);
    }

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(10, late.Token);
        }
    }

    private static Task WaitAsync(Func<bool> condition) => WaitAsync(() => Task.FromResult(condition()));

    private static MeterListener Listen(Action<object?, long> lost)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name is "attesto.events.lost")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => lost(tags[0].Value, count));
        listener.Start();
        return listener;
    }

    private EventWriter New(Func<ServerEvent, bool>? keeps = null, int capacity = EventWriter.Capacity, TimeProvider? clock = null) =>
        new(_services.GetRequiredService<IServiceScopeFactory>(), clock ?? new FakeClock(), _log, keeps, capacity);

    private ServerEvent Told(int number) =>
        new(EventName.KeyRotated) { Metadata = ImmutableDictionary<string, object?>.Empty.Add("actor", _actor).Add("number", number) };

    private async Task<ImmutableArray<StoredEvent>> ListAsync()
    {
        await using var context = TestDatabase.Open();
        return (await new EfEventStore<AttestoDbContext>(context).ListAsync(new EventFilter { Actor = _actor }, 1000, null, default)).Events;
    }

    private async Task<List<StoredEvent>> FindAsync() => [.. await ListAsync()];

    private sealed class Notes : ILogger<EventWriter>
    {
        public ConcurrentQueue<(int Id, string Said)> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue((eventId.Id, formatter(state, exception)));
    }

    private sealed class Switch
    {
        private int _calls;

        public int Calls => _calls;

        public Exception? Fault { get; set; }

        public string? Refused { get; set; }

        public void Count() => Interlocked.Increment(ref _calls);
    }

    private sealed class SwitchedStore(IEventStore store, Switch state) : IEventStore
    {
        public Task AddAsync(IReadOnlyCollection<StoredEvent> events, CancellationToken cancellationToken)
        {
            state.Count();
            return
                state.Fault is { } fault ? Task.FromException(fault) :
                events.Any(told => told.Details is { } details && details == state.Refused) ? Task.FromException(new InvalidOperationException("refused")) :
                store.AddAsync(events, cancellationToken);
        }

        public Task<EventPage> ListAsync(EventFilter filter, int size, EventCursor? after, CancellationToken cancellationToken) =>
            store.ListAsync(filter, size, after, cancellationToken);
    }
}
