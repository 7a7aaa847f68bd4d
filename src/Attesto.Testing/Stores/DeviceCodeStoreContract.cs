using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IDeviceCodeStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class DeviceCodeStoreContract : StoreContract<IDeviceCodeStore>
{
    /// <summary>A new store of grants over the same state.</summary>
    /// <returns>The store.</returns>
    protected abstract IGrantStore OpenGrants();

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>A code is found by either code, as it was stored.</summary>
    [Test(Description = "RFC 8628 §3.2")]
    public async Task A_code_is_found_by_either_code()
    {
        var code = NewCode() with
        {
            ClientId = Samples.LongUrl,
            Resources = ["https://api.example/b", "https://api.example/a"],
            DpopJkt = "jkt",
            RequestedFrom = "2001:db8:1234:5678:9abc:def0:1234:5678",
        };
        Assert.That(await Open().AddAsync(code, CancellationToken.None), Is.True);

        foreach (var found in new[] { await Open().FindAsync(code.Hash, CancellationToken.None), await Open().FindByUserCodeAsync(code.UserCode, CancellationToken.None) })
        {
            Assert.That((found!.State, found.Authorization), Is.EqualTo((DeviceCodeState.Pending, (object?)null)));
            Assert.That(found.Code with { Resources = code.Resources }, Is.EqualTo(code));
            Assert.That(found.Code.Resources, Is.EqualTo(code.Resources));
        }
    }

    /// <summary>A user code that is in use is refused.</summary>
    [Test]
    public async Task A_user_code_in_use_is_refused()
    {
        var code = NewCode();
        await Open().AddAsync(code, CancellationToken.None);
        var second = NewCode() with { UserCode = code.UserCode };

        Assert.That(await Open().AddAsync(second, CancellationToken.None), Is.False);
        Assert.That(await Open().FindAsync(second.Hash, CancellationToken.None), Is.Null);
    }

    /// <summary>What was never issued is not found and never changes.</summary>
    [Test]
    public async Task An_unknown_code_does_nothing()
    {
        var hash = Samples.NewHash();
        Assert.That(await Open().FindAsync(hash, CancellationToken.None), Is.Null);
        Assert.That(await Open().FindByUserCodeAsync(hash, CancellationToken.None), Is.Null);
        Assert.That(await Open().PollAsync(hash, Interval, CancellationToken.None), Is.False);
        Assert.That(await Open().ApproveAsync(hash, Samples.BareAuthorization(), CancellationToken.None), Is.False);
        Assert.That(await Open().DenyAsync(hash, CancellationToken.None), Is.False);
        Assert.That(await Open().RedeemAsync(hash, Samples.Grant(Clock, Samples.BareAuthorization()), CancellationToken.None), Is.False);
    }

    /// <summary>Approved once, with everything that was granted, then spent once.</summary>
    [Test]
    public async Task A_code_is_approved_once_and_spent_once()
    {
        var code = await AddedAsync();
        var granted = Samples.Authorization(Clock) with { ClientId = code.ClientId };
        var grant = Samples.Grant(Clock, granted);
        Assert.That(await Open().RedeemAsync(code.Hash, grant, CancellationToken.None), Is.False, "pending");

        Assert.That(await Open().ApproveAsync(code.UserCode, granted, CancellationToken.None), Is.True);
        Assert.That(await Open().ApproveAsync(code.UserCode, granted with { Subject = "mallory" }, CancellationToken.None), Is.False);
        Assert.That(await Open().DenyAsync(code.UserCode, CancellationToken.None), Is.False);
        var approved = (await Open().FindAsync(code.Hash, CancellationToken.None))!;
        Assert.That(approved.State, Is.EqualTo(DeviceCodeState.Approved));
        Assert.That(Samples.Flat(approved.Authorization!), Is.EqualTo(Samples.Flat(granted)));
        Assert.That(approved.Code.Scope, Is.EqualTo(code.Scope), "the requested scope stays");

        Assert.That(await OpenGrants().FindAsync(grant.Id, CancellationToken.None), Is.Null);
        Assert.That(await Open().RedeemAsync(code.Hash, grant, CancellationToken.None), Is.True);
        Assert.That(await Open().RedeemAsync(code.Hash, Samples.Grant(Clock, Samples.BareAuthorization()), CancellationToken.None), Is.False);
        Assert.That((await Open().FindAsync(code.Hash, CancellationToken.None))!.State, Is.EqualTo(DeviceCodeState.Redeemed));
        Assert.That((await OpenGrants().FindAsync(grant.Id, CancellationToken.None))?.RefreshToken, Is.EqualTo(grant.RefreshToken));
    }

    /// <summary>A filter denies what it finds and was approved, and nothing else.</summary>
    [Test]
    public async Task A_filter_denies_what_it_finds()
    {
        var (subject, session) = (Secret.NewId(), Secret.NewId());
        var (mine, another, pending) = (await AddedAsync(), await AddedAsync(), await AddedAsync());
        await Open().ApproveAsync(mine.UserCode, Samples.BareAuthorization() with { Subject = $"a{subject}", SessionId = session }, CancellationToken.None);
        await Open().ApproveAsync(another.UserCode, Samples.BareAuthorization() with { Subject = $"A{subject}" }, CancellationToken.None);

        Assert.That(await Open().DenyAsync(new GrantFilter { Subject = $"a{subject}", SessionId = session }, CancellationToken.None), Is.EqualTo(1));
        Assert.That(await Open().DenyAsync(new GrantFilter { SessionId = session }, CancellationToken.None), Is.Zero, "twice is harmless");
        Assert.That((await Open().FindAsync(mine.Hash, CancellationToken.None))!.State, Is.EqualTo(DeviceCodeState.Denied));
        Assert.That(await Open().RedeemAsync(mine.Hash, Samples.Grant(Clock, Samples.BareAuthorization()), CancellationToken.None), Is.False);
        Assert.That((await Open().FindAsync(another.Hash, CancellationToken.None))!.State, Is.EqualTo(DeviceCodeState.Approved));
        Assert.That((await Open().FindAsync(pending.Hash, CancellationToken.None))!.State, Is.EqualTo(DeviceCodeState.Pending));
    }

    /// <summary>A bare approval comes back bare.</summary>
    [Test]
    public async Task A_bare_approval_comes_back_bare()
    {
        var code = await AddedAsync();
        var granted = Samples.BareAuthorization() with { ClientId = code.ClientId };
        await Open().ApproveAsync(code.UserCode, granted, CancellationToken.None);
        Assert.That(Samples.Flat((await Open().FindAsync(code.Hash, CancellationToken.None))!.Authorization!), Is.EqualTo(Samples.Flat(granted)));
    }

    /// <summary>A denial is final.</summary>
    [Test]
    public async Task A_denial_is_final()
    {
        var code = await AddedAsync();
        Assert.That(await Open().DenyAsync(code.UserCode, CancellationToken.None), Is.True);
        Assert.That(await Open().DenyAsync(code.UserCode, CancellationToken.None), Is.False);
        Assert.That(await Open().ApproveAsync(code.UserCode, Samples.BareAuthorization(), CancellationToken.None), Is.False);
        Assert.That(await Open().RedeemAsync(code.Hash, Samples.Grant(Clock, Samples.BareAuthorization()), CancellationToken.None), Is.False);
        Assert.That((await Open().FindAsync(code.Hash, CancellationToken.None))!.State, Is.EqualTo(DeviceCodeState.Denied));
    }

    /// <summary>An expired code is still found, and nobody decides on it any more.</summary>
    [Test]
    public async Task An_expired_code_is_found_but_not_decided()
    {
        var code = await AddedAsync();
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.That(await Open().ApproveAsync(code.UserCode, Samples.BareAuthorization(), CancellationToken.None), Is.False);
        Assert.That(await Open().DenyAsync(code.UserCode, CancellationToken.None), Is.False);
        Assert.That((await Open().FindAsync(code.Hash, CancellationToken.None))?.State, Is.EqualTo(DeviceCodeState.Pending));
    }

    /// <summary>A poll that comes too soon is not recorded.</summary>
    [Test(Description = "RFC 8628 §3.5")]
    public async Task A_poll_that_comes_too_soon_is_not_recorded()
    {
        var code = await AddedAsync();
        Assert.That(await Open().PollAsync(code.Hash, Interval, CancellationToken.None), Is.True);
        var recorded = Clock.Now;
        Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.That(await Open().PollAsync(code.Hash, Interval, CancellationToken.None), Is.False);
        Assert.That((await Open().FindAsync(code.Hash, CancellationToken.None))!.PolledAt, Is.EqualTo(recorded));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await Open().PollAsync(code.Hash, Interval, CancellationToken.None), Is.True);
    }

    /// <summary>A poll that a node with a fast clock recorded does not hold the device up.</summary>
    [Test]
    public async Task A_poll_from_the_future_holds_nobody_up()
    {
        var code = await AddedAsync();
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.That(await Open().PollAsync(code.Hash, Interval, CancellationToken.None), Is.True);
        Clock.Advance(TimeSpan.FromSeconds(-25));
        Assert.That(await Open().PollAsync(code.Hash, Interval, CancellationToken.None), Is.True);
        Assert.That(await Open().PollAsync(code.Hash, Interval, CancellationToken.None), Is.False);
    }

    /// <summary>Of many racing polls one is recorded; of many racing decisions one stands; of many racing claims one wins.</summary>
    [Test, Repeat(Rounds)]
    public async Task Every_step_is_won_exactly_once_under_contention()
    {
        var code = await AddedAsync();
        var polls = await RaceAsync(Warm, (store, _) => store.PollAsync(code.Hash, Interval, CancellationToken.None));
        var decisions = await RaceAsync(Warm, (store, racer) => racer % 2 == 0
            ? store.ApproveAsync(code.UserCode, Samples.BareAuthorization(), CancellationToken.None)
            : store.DenyAsync(code.UserCode, CancellationToken.None));
        Assert.That((polls.Count(recorded => recorded), decisions.Count(made => made)), Is.EqualTo((1, 1)));

        var approved = Array.IndexOf(decisions, true) % 2 == 0;
        Assert.That((await Open().FindAsync(code.Hash, CancellationToken.None))!.State, Is.EqualTo(approved ? DeviceCodeState.Approved : DeviceCodeState.Denied));
        var redemptions = await RaceAsync(Warm, (store, _) => store.RedeemAsync(code.Hash, Samples.Grant(Clock, Samples.BareAuthorization()), CancellationToken.None));
        Assert.That(redemptions.Count(redeemed => redeemed), Is.EqualTo(approved ? 1 : 0));
    }

    /// <summary>Of many racing requests with one user code exactly one is stored.</summary>
    [Test, Repeat(Rounds)]
    public async Task A_user_code_is_given_exactly_once_under_contention()
    {
        var userCode = Samples.NewHash();
        var answers = await RaceAsync(Warm, (store, _) => store.AddAsync(NewCode() with { UserCode = userCode }, CancellationToken.None));
        Assert.That(answers.Count(added => added), Is.EqualTo(1));
    }

    private static Task Warm(IDeviceCodeStore store) => store.FindAsync(Samples.NewHash(), CancellationToken.None);

    private DeviceCode NewCode() => new()
    {
        Hash = Samples.NewHash(),
        UserCode = Samples.NewHash(),
        ClientId = "tv",
        Scope = ScopeSet.Of("openid", "read:a"),
        RequestedAt = Clock.Now,
        ExpiresAt = Clock.Now.AddMinutes(10),
    };

    private async Task<DeviceCode> AddedAsync()
    {
        var code = NewCode();
        await Open().AddAsync(code, CancellationToken.None);
        return code;
    }
}
