using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IServerSideSessionStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class ServerSideSessionStoreContract : StoreContract<IServerSideSessionStore>
{
    /// <summary>A session counts from the moment it was stored until it ends.</summary>
    [Test]
    public async Task A_session_is_live_until_it_ends()
    {
        var session = await AddedAsync();
        Assert.That(await IsLiveAsync(session), Is.True);
        await Open().EndAsync(session.Hash, CancellationToken.None);
        await Open().EndAsync(session.Hash, CancellationToken.None);
        Assert.That(await IsLiveAsync(session), Is.False);
        Assert.That(await Open().IsLiveAsync(Samples.NewHash(), CancellationToken.None), Is.False, "nor does one that never was");
    }

    /// <summary>It expires, and use moves the end on, never back, and never again once it is past.</summary>
    [Test]
    public async Task Use_moves_the_end_on_but_brings_nothing_back()
    {
        var (used, unused, ended) = (await AddedAsync(), await AddedAsync(), await AddedAsync());
        await Open().ExtendAsync(used.Hash, Clock.Now.AddHours(3), CancellationToken.None);
        await Open().ExtendAsync(used.Hash, Clock.Now.AddHours(2), CancellationToken.None);
        await Open().EndAsync(ended.Hash, CancellationToken.None);
        await Open().ExtendAsync(ended.Hash, Clock.Now.AddHours(3), CancellationToken.None);
        Clock.Advance(TimeSpan.FromMinutes(150));
        await Open().ExtendAsync(unused.Hash, Clock.Now.AddHours(3), CancellationToken.None);

        Assert.That((await IsLiveAsync(used), await IsLiveAsync(unused), await IsLiveAsync(ended)), Is.EqualTo((true, false, false)));
    }

    /// <summary>All sessions with one <c>sid</c> end together, or all of one person; nobody else's does.</summary>
    [Test]
    public async Task Sessions_end_by_sid_or_by_subject()
    {
        var (subject, sid) = (Secret.New(), Secret.New());
        var (first, second) = (await AddedAsync(subject, sid), await AddedAsync(subject, sid));
        var (third, fourth) = (await AddedAsync(subject, Secret.New()), await AddedAsync(subject, null));
        var others = new[] { await AddedAsync(subject + "x", null), await AddedAsync(subject.ToUpperInvariant() + "x", sid + "x") };

        Assert.That(await Open().EndAllAsync(null, null, CancellationToken.None), Is.Zero);
        Assert.That(await Open().EndAllAsync(sid, "ignored", CancellationToken.None), Is.EqualTo(2));
        Assert.That((await IsLiveAsync(first), await IsLiveAsync(second), await IsLiveAsync(third), await IsLiveAsync(fourth)), Is.EqualTo((false, false, true, true)));
        Assert.That(await Open().EndAllAsync(null, subject, CancellationToken.None), Is.EqualTo(2));
        Assert.That(await Open().EndAllAsync(null, subject, CancellationToken.None), Is.Zero);
        foreach (var other in others)
        {
            Assert.That(await IsLiveAsync(other), Is.True);
        }
    }

    /// <summary>A person sees their live sessions, newest first, and nobody else's.</summary>
    [Test]
    public async Task A_list_has_the_live_ones_of_one_person()
    {
        var subject = $"Alice-{Secret.NewId()}";
        var older = await AddedAsync(subject, Secret.New());
        Clock.Advance(TimeSpan.FromMinutes(1));
        var newer = await AddedAsync(subject, sid: null);
        await Open().EndAsync((await AddedAsync(subject, Secret.New())).Hash, CancellationToken.None);
        await AddedAsync(subject.ToLowerInvariant(), Secret.New());
        Assert.That(await Open().ListAsync(subject, CancellationToken.None), Is.EqualTo(new[] { newer, older }));
        Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromMinutes(1));
        Assert.That(await Open().ListAsync(subject, CancellationToken.None), Is.EqualTo(new[] { newer }));
    }

    /// <summary>A session is never overwritten.</summary>
    [Test]
    public async Task A_duplicate_is_refused()
    {
        var session = await AddedAsync();
        await Assert.ThatAsync(() => Open().AddAsync(session with { Subject = "mallory" }, CancellationToken.None), Throws.InvalidOperationException);
    }

    /// <summary>Of many racing ends each session is counted once; of an end and an extension at once the end stands.</summary>
    [Test, Repeat(Rounds)]
    public async Task An_end_stands_whoever_uses_the_session_at_once()
    {
        var sid = Secret.New();
        var session = await AddedAsync(Secret.New(), sid);
        var ended = await RaceAsync(
            store => store.IsLiveAsync(Samples.NewHash(), CancellationToken.None),
            async (store, racer) =>
            {
                if (racer % 2 == 0)
                {
                    return await store.EndAllAsync(sid, null, CancellationToken.None);
                }

                await store.ExtendAsync(session.Hash, session.ExpiresAt.AddMinutes(racer), CancellationToken.None);
                return 0;
            });
        Assert.That((ended.Sum(), await IsLiveAsync(session)), Is.EqualTo((1, false)));
    }

    private Task<bool> IsLiveAsync(ServerSideSession session) => Open().IsLiveAsync(session.Hash, CancellationToken.None);

    private Task<ServerSideSession> AddedAsync() => AddedAsync(Secret.New(), Secret.New());

    private async Task<ServerSideSession> AddedAsync(string subject, string? sid)
    {
        var session = new ServerSideSession(Samples.NewHash(), subject, sid, Clock.Now.AddHours(1)) { BeganAt = Clock.Now };
        await Open().AddAsync(session, CancellationToken.None);
        return session;
    }
}
