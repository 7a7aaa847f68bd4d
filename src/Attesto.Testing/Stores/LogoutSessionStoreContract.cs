using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="ILogoutSessionStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class LogoutSessionStoreContract : StoreContract<ILogoutSessionStore>
{
    /// <summary>By <c>sid</c> the sessions of that browser session are taken, once.</summary>
    [Test(Description = "OpenID Connect Back-Channel Logout 1.0 §2.3")]
    public async Task Sessions_are_taken_by_sid_once()
    {
        var (sid, subject) = (Secret.New(), Secret.New());
        var (first, second) = (NewSession("app-1", subject, sid), NewSession("app-2", subject, sid));
        await AddAsync(first, second, NewSession("app-1", subject, Secret.New()), NewSession("app-1", Secret.New(), sid.ToLowerInvariant() + "x"));

        Assert.That(await Open().TakeAsync(sid, subject: "ignored", CancellationToken.None), Is.EquivalentTo(new[] { first, second }));
        Assert.That(await Open().TakeAsync(sid, null, CancellationToken.None), Is.Empty);
    }

    /// <summary>Without a <c>sid</c> every session of the subject is taken.</summary>
    [Test]
    public async Task Sessions_are_taken_by_subject()
    {
        var subject = Secret.New();
        var (first, second) = (NewSession("app-1", subject, Secret.New()), NewSession("app-1", subject, null));
        await AddAsync(first, second, NewSession("app-1", subject + "x", null));

        Assert.That(await Open().TakeAsync(null, subject, CancellationToken.None), Is.EquivalentTo(new[] { first, second }));
    }

    /// <summary>A filter takes what it finds by the host's own subject, client or <c>sid</c>, batch by batch.</summary>
    [Test]
    public async Task Sessions_are_taken_by_a_filter()
    {
        var (person, client, sid) = (Secret.New(), Secret.New(), Secret.New());
        var sessions = Enumerable.Range(0, 5).Select(i => NewSession($"{client}-{i % 2}", Secret.New(), i == 0 ? sid : Secret.New()) with { HostSubject = $"a{person}" }).ToArray();
        var another = NewSession($"{client}-0", Secret.New(), Secret.New()) with { HostSubject = $"A{person}" };
        await AddAsync([.. sessions, another]);

        Assert.That(await Open().TakeAsync(new GrantFilter { SessionId = sid, ClientId = $"{client}-0" }, 10, CancellationToken.None), Is.EqualTo(new[] { sessions[0] }));
        var first = await Open().TakeAsync(new GrantFilter { Subject = $"a{person}" }, 3, CancellationToken.None);
        var rest = await Open().TakeAsync(new GrantFilter { Subject = $"a{person}" }, 3, CancellationToken.None);
        Assert.That(first, Has.Length.EqualTo(3));
        Assert.That(first.Concat(rest), Is.EquivalentTo(sessions[1..]));
        Assert.That(await Open().TakeAsync(new GrantFilter { ClientId = $"{client}-0" }, 10, CancellationToken.None), Is.EqualTo(new[] { another }));
        Assert.That(await Open().TakeAsync(new GrantFilter { ClientId = $"{client}-0" }, 10, CancellationToken.None), Is.Empty);
    }

    /// <summary>The same session again only moves its expiry on, never back.</summary>
    [Test]
    public async Task The_same_session_again_only_moves_its_expiry_on()
    {
        var session = NewSession(Samples.LongUrl, Secret.New(), Secret.New());
        var later = session with { ExpiresAt = session.ExpiresAt.AddHours(1) };
        await AddAsync(session, later, session);

        Assert.That(await Open().TakeAsync(session.SessionId, null, CancellationToken.None), Is.EqualTo(new[] { later }));
    }

    /// <summary>While the session at the server is in use, its clients are remembered: all of them, and no other session's.</summary>
    [Test]
    public async Task A_session_in_use_keeps_its_clients_remembered()
    {
        var (sid, subject) = (Secret.New(), Secret.New());
        var (first, second, other) = (NewSession("app-1", subject, sid), NewSession("app-2", subject, sid), NewSession("app-1", subject, Secret.New()));
        await AddAsync(first, second, other);
        await Open().ExtendAsync(sid, Clock.Now.AddHours(3), CancellationToken.None);
        await Open().ExtendAsync(sid, Clock.Now.AddHours(2), CancellationToken.None);

        Clock.Advance(TimeSpan.FromMinutes(150));
        await Open().ExtendAsync(other.SessionId!, Clock.Now.AddHours(3), CancellationToken.None);
        Assert.That(
            (await Open().TakeAsync(sid, null, CancellationToken.None)).Select(session => session.ClientId), Is.EquivalentTo((string[])["app-1", "app-2"]), "never back");
        Assert.That(await Open().TakeAsync(other.SessionId, null, CancellationToken.None), Is.Empty, "what has expired stays so");
    }

    /// <summary>Two nulls match nothing, and an expired session is not returned.</summary>
    [Test]
    public async Task Nothing_and_nobody_expired_is_taken()
    {
        var session = NewSession("app", Secret.New(), null);
        await AddAsync(session);
        Assert.That(await Open().TakeAsync(null, null, CancellationToken.None), Is.Empty);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await Open().TakeAsync(null, session.Subject, CancellationToken.None), Is.Empty);
    }

    /// <summary>Of many racing logouts exactly one gets each session.</summary>
    [Test, Repeat(Rounds)]
    public async Task Each_session_is_taken_exactly_once_under_contention()
    {
        var sid = Secret.New();
        var sessions = Enumerable.Range(0, 5).Select(i => NewSession($"app-{i}", "alice", sid)).ToArray();
        await AddAsync(sessions);

        var taken = await RaceAsync(
            store => store.TakeAsync(Secret.New(), null, CancellationToken.None),
            (store, _) => store.TakeAsync(sid, null, CancellationToken.None));

        Assert.That(taken.SelectMany(batch => batch), Is.EquivalentTo(sessions));
    }

    /// <summary>Many racing records of one session leave one.</summary>
    [Test, Repeat(Rounds)]
    public async Task Racing_records_of_one_session_leave_one()
    {
        var session = NewSession("app", Secret.New(), Secret.New());
        await RaceAsync(
            store => store.TakeAsync(Secret.New(), null, CancellationToken.None),
            async (store, racer) =>
            {
                await store.AddAsync(session with { ExpiresAt = session.ExpiresAt.AddSeconds(racer) }, CancellationToken.None);
                return racer;
            });

        Assert.That(
            await Open().TakeAsync(session.SessionId, null, CancellationToken.None),
            Is.EqualTo(new[] { session with { ExpiresAt = session.ExpiresAt.AddSeconds(Racers - 1) } }));
    }

    /// <summary>Whoever takes a session leaves a notice, which is handed out again until it is removed.</summary>
    [Test(Description = "OpenID Connect Back-Channel Logout 1.0 §2.5")]
    public async Task A_taken_session_leaves_a_notice_until_that_is_removed()
    {
        await RemoveNoticesAsync();
        var session = NewSession("app", Secret.New(), Secret.New());
        await AddAsync(session, NewSession("app", Secret.New(), Secret.New()));
        await Open().TakeAsync(session.SessionId, null, CancellationToken.None);

        var first = await ClaimAsync(session);
        Assert.That(first, Has.Length.EqualTo(1));
        Assert.That(first[0], Is.EqualTo(new LogoutNotice(first[0].Id, "app", session.Subject, session.SessionId, Clock.Now, Attempts: 1)));
        Assert.That(await ClaimAsync(session), Is.Empty, "it is in somebody's hands");

        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That((await ClaimAsync(session)).Select(notice => (notice.Id, notice.Attempts)), Is.EqualTo(new[] { (first[0].Id, 2) }), "those hands let go of it");
        await Open().PostponeNoticeAsync(first[0].Id, Clock.Now.AddHours(1), CancellationToken.None);
        Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.That(await ClaimAsync(session), Is.Empty);
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await ClaimAsync(session), Has.Length.EqualTo(1));

        await Open().RemoveNoticeAsync(first[0].Id, CancellationToken.None);
        await Open().PostponeNoticeAsync(first[0].Id, Clock.Now, CancellationToken.None);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await ClaimAsync(session), Is.Empty);
    }

    /// <summary>A notice that nobody takes ends with its lifetime.</summary>
    [Test]
    public async Task An_old_notice_is_handed_out_no_more()
    {
        await RemoveNoticesAsync();
        var session = NewSession("app", Secret.New(), Secret.New());
        await AddAsync(session);
        await Open().TakeAsync(new GrantFilter { SessionId = session.SessionId }, 10, CancellationToken.None);
        Clock.Advance(LogoutNotice.Lifetime);
        Assert.That(await ClaimAsync(session), Is.Empty);
    }

    /// <summary>Of many nodes that look for notices at once, each notice is handed to one.</summary>
    [Test, Repeat(Rounds)]
    public async Task A_notice_is_claimed_by_one_under_contention()
    {
        await RemoveNoticesAsync();
        var sid = Secret.New();
        await AddAsync([.. Enumerable.Range(0, 3).Select(i => NewSession($"app-{i}", "alice", sid))]);
        await Open().TakeAsync(sid, null, CancellationToken.None);

        var claimed = await RaceAsync(
            store => store.PostponeNoticeAsync(Guid.Empty, Clock.Now, CancellationToken.None),
            (store, _) => store.ClaimNoticesAsync(10, Clock.Now.AddMinutes(1), CancellationToken.None));

        Assert.That(claimed.SelectMany(batch => batch).Select(notice => notice.ClientId), Is.EquivalentTo(Enumerable.Range(0, 3).Select(i => $"app-{i}")));
        foreach (var notice in claimed.SelectMany(batch => batch))
        {
            await Open().RemoveNoticeAsync(notice.Id, CancellationToken.None);
        }
    }

    private async Task<LogoutNotice[]> ClaimAsync(LogoutSession session) =>
        [.. (await Open().ClaimNoticesAsync(100, Clock.Now.AddMinutes(1), CancellationToken.None)).Where(notice => notice.Subject == session.Subject)];

    // Those of other tests, in a database that they share.
    private async Task RemoveNoticesAsync()
    {
        while (await Open().ClaimNoticesAsync(100, Clock.Now.AddMinutes(1), CancellationToken.None) is { IsEmpty: false } left)
        {
            foreach (var notice in left)
            {
                await Open().RemoveNoticeAsync(notice.Id, CancellationToken.None);
            }
        }
    }

    private LogoutSession NewSession(string clientId, string subject, string? sid) => new(clientId, subject, sid, Clock.Now.AddHours(1));

    private async Task AddAsync(params LogoutSession[] sessions)
    {
        foreach (var session in sessions)
        {
            await Open().AddAsync(session, CancellationToken.None);
        }
    }
}
