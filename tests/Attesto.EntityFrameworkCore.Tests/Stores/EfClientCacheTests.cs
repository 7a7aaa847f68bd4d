using Attesto.Testing;
using NUnit.Framework;

namespace Attesto.EntityFrameworkCore.Tests;

/// <summary>How often a node asks whether a client has changed, and how many it keeps.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EfClientCacheTests
{
    private readonly FakeClock _clock = new();
    private readonly EfClientCache _cache;
    private long _number;
    private int _asked;

    public EfClientCacheTests() => _cache = new EfClientCache(_clock);

    [Test]
    public async Task It_asks_twice_a_second_and_forgets_everything_when_something_has_changed()
    {
        var known = await GetAsync();
        known.Add(new Client { Id = "web" });
        _clock.Advance(TimeSpan.FromMilliseconds(500) - TimeSpan.FromTicks(1));
        Assert.That((await GetAsync(), _asked), Is.EqualTo((known, 1)));
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.That((await GetAsync(), _asked), Is.EqualTo((known, 2)), "nothing has changed");
        _number++;
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.That(((await GetAsync()).Find("web"), _asked), Is.EqualTo(((Client?)null, 3)));
    }

    [Test]
    public async Task While_one_asks_the_others_go_on_for_a_second_and_no_longer()
    {
        var known = await GetAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        var late = new TaskCompletionSource<long>();
        var asking = _cache.GetAsync(() => late.Task).AsTask();
        Assert.That((await GetAsync(), _asked), Is.EqualTo((known, 1)));
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        _number++;
        Assert.That(await GetAsync(), Is.Not.SameAs(known), "the answer is late, and what is known is too old");
        late.SetResult(0);
        await asking;
    }

    [Test]
    public async Task A_clock_that_was_set_back_is_no_reason_to_ask_no_more()
    {
        await GetAsync();
        _clock.Advance(TimeSpan.FromHours(-1));
        await GetAsync();
        Assert.That(_asked, Is.EqualTo(2));
    }

    [Test]
    public async Task It_keeps_ten_thousand()
    {
        var known = await GetAsync();
        for (var number = 0; number < 10_000; number++)
        {
            known.Add(new Client { Id = $"{number}" });
        }

        Assert.That(known.Find("0"), Is.Not.Null);
        known.Add(new Client { Id = "more" });
        Assert.That((known.Find("0"), known.Find("more")?.Id), Is.EqualTo(((Client?)null, "more")));
    }

    private ValueTask<EfClientCache.Generation> GetAsync() => _cache.GetAsync(() =>
    {
        _asked++;
        return Task.FromResult(_number);
    });
}
