using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IGrantStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class GrantStoreContract : StoreContract<IGrantStore>
{
    private readonly string _run = Secret.NewId();

    /// <summary>A grant comes back exactly as it was stored.</summary>
    [Test]
    public async Task A_grant_comes_back_as_it_was_stored()
    {
        var grant = NewGrant() with
        {
            Authorization = Samples.Authorization(Clock),
            DpopJkt = "jkt",
            CertificateThumbprint = "x5t",
            EndsAt = Clock.Now.AddDays(30),
        };
        await Open().AddAsync(grant, CancellationToken.None);

        var found = (await Open().FindAsync(grant.Id, CancellationToken.None))!;

        Assert.That(found with { Authorization = grant.Authorization }, Is.EqualTo(grant));
        Assert.That(Samples.Flat(found.Authorization), Is.EqualTo(Samples.Flat(grant.Authorization)));
    }

    /// <summary>What is not set stays not set.</summary>
    [Test]
    public async Task A_grant_without_a_refresh_token_comes_back_without()
    {
        var grant = NewGrant() with { RefreshToken = null };
        await Open().AddAsync(grant, CancellationToken.None);

        var found = (await Open().FindAsync(grant.Id, CancellationToken.None))!;

        Assert.That(found with { Authorization = grant.Authorization }, Is.EqualTo(grant));
        Assert.That(Samples.Flat(found.Authorization), Is.EqualTo(Samples.Flat(grant.Authorization)));
        Assert.That(await Open().RotateAsync(grant.Id, Rotation(0), CancellationToken.None), Is.False);
        Assert.That(await Open().ExtendAsync(grant.Id, 0, Clock.Now.AddDays(1), Clock.Now.AddDays(1), CancellationToken.None), Is.False);
    }

    /// <summary>A duplicate throws, and the first grant stands.</summary>
    [Test]
    public async Task A_duplicate_throws_and_overwrites_nothing()
    {
        var grant = await AddedAsync();

        await Assert.CatchAsync(() => Open().AddAsync(grant with { DpopJkt = "another" }, CancellationToken.None));

        Assert.That((await Open().FindAsync(grant.Id, CancellationToken.None))!.DpopJkt, Is.Null);
    }

    /// <summary>An unknown grant is not found and cannot be changed.</summary>
    [Test]
    public async Task An_unknown_grant_is_neither_found_nor_changed()
    {
        var id = GrantId.New();
        Assert.That(await Open().FindAsync(id, CancellationToken.None), Is.Null);
        Assert.That(await Open().RotateAsync(id, Rotation(1), CancellationToken.None), Is.False);
        Assert.That(await Open().ExtendAsync(id, 1, Clock.Now.AddDays(30), Clock.Now.AddDays(30), CancellationToken.None), Is.False);
        Assert.That(await Open().RevokeAsync(id, CancellationToken.None), Is.False);
    }

    /// <summary>A rotation moves the grant on by one generation and remembers the one before.</summary>
    [Test]
    public async Task A_rotation_moves_the_grant_on()
    {
        var grant = await AddedAsync();
        Clock.Advance(TimeSpan.FromMinutes(1));
        var rotation = Rotation(1) with { ProtectedSuccessor = "Y2lwaGVy", DpopJkt = "jkt", CertificateThumbprint = "x5t" };

        Assert.That(await Open().RotateAsync(grant.Id, rotation, CancellationToken.None), Is.True);

        var found = (await Open().FindAsync(grant.Id, CancellationToken.None))!;
        Assert.That(found with { Authorization = grant.Authorization }, Is.EqualTo(grant with
        {
            DpopJkt = "jkt",
            CertificateThumbprint = "x5t",
            LastUsedAt = Clock.Now,
            ExpiresAt = rotation.ExpiresAt,
            KeepUntil = rotation.KeepUntil,
            RefreshToken = new RefreshTokenState(grant.RefreshToken!.Family, 2, rotation.Successor)
            {
                Previous = grant.RefreshToken.Current,
                RotatedAt = Clock.Now,
                ProtectedSuccessor = "Y2lwaGVy",
            },
        }));
    }

    /// <summary>Only the newest generation is rotated, and a refused successor leaves no trace.</summary>
    [Test]
    public async Task Only_the_newest_generation_is_rotated()
    {
        var grant = await AddedAsync();
        var (first, second) = (Rotation(1), Rotation(2));
        Assert.That(await Open().RotateAsync(grant.Id, second, CancellationToken.None), Is.False, "not yet");
        Assert.That(await Open().RotateAsync(grant.Id, first, CancellationToken.None), Is.True);
        Assert.That(await Open().RotateAsync(grant.Id, Rotation(1), CancellationToken.None), Is.False, "not any more");
        Assert.That(await CurrentAsync(grant), Is.EqualTo((2, first.Successor)));

        Assert.That(await Open().RotateAsync(grant.Id, second, CancellationToken.None), Is.True);
        Assert.That(await CurrentAsync(grant), Is.EqualTo((3, second.Successor)));
    }

    /// <summary>Revocation is for ever, and may be repeated.</summary>
    [Test]
    public async Task Revocation_sticks()
    {
        var grant = await AddedAsync();
        await Open().RotateAsync(grant.Id, Rotation(1) with { ProtectedSuccessor = "Y2lwaGVy" }, CancellationToken.None);
        Assert.That(await Open().RevokeAsync(grant.Id, CancellationToken.None), Is.True);
        var at = Clock.Now;
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await Open().RevokeAsync(grant.Id, CancellationToken.None), Is.False);

        var found = (await Open().FindAsync(grant.Id, CancellationToken.None))!;
        Assert.That((found.RevokedAt, found.RefreshToken!.ProtectedSuccessor), Is.EqualTo(((DateTimeOffset?)at, (string?)null)));
        Assert.That(await Open().RotateAsync(grant.Id, Rotation(2), CancellationToken.None), Is.False);
        Assert.That(await Open().ExtendAsync(grant.Id, 2, Clock.Now.AddDays(30), Clock.Now.AddDays(30), CancellationToken.None), Is.False);
    }

    /// <summary>A kept token gets later ends; a spent one does not.</summary>
    [Test]
    public async Task Only_the_newest_generation_is_extended()
    {
        var grant = await AddedAsync();
        var (until, keep) = (Clock.Now.AddDays(30), Clock.Now.AddDays(31));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(await Open().ExtendAsync(grant.Id, 1, until, keep, CancellationToken.None), Is.True);
        var found = (await Open().FindAsync(grant.Id, CancellationToken.None))!;
        Assert.That((found.LastUsedAt, found.ExpiresAt, found.KeepUntil, found.RefreshToken), Is.EqualTo((Clock.Now, until, keep, grant.RefreshToken)));

        await Open().RotateAsync(grant.Id, Rotation(1), CancellationToken.None);
        Assert.That(await Open().ExtendAsync(grant.Id, 1, until, keep, CancellationToken.None), Is.False);
    }

    /// <summary>The grants of a person, of a client and of a session come newest first, page by page; what ended is left out.</summary>
    [Test]
    public async Task Living_grants_are_listed_by_page()
    {
        var grants = new List<Grant>();
        for (var i = 0; i < 7; i++)
        {
            grants.Add(await AddedAsync($"{_run}-Alice", $"{_run}-app-{i % 2}", $"{_run}-sid-{i}"));
            Clock.Advance(TimeSpan.FromSeconds(i % 3)); // some at the same instant
        }

        await AddedAsync($"{_run}-alice", $"{_run}-app-0", sessionId: null); // another person
        await Open().RevokeAsync(grants[2].Id, CancellationToken.None);
        var expired = await AddedAsync($"{_run}-Alice", $"{_run}-app-0", sessionId: null, TimeSpan.Zero);
        var living = grants.Where(grant => grant.Id != grants[2].Id).Select(grant => grant.Id).ToList();

        Assert.That(await ListAsync(new GrantFilter { Subject = $"{_run}-Alice" }, size: 2), Is.EquivalentTo(living).And.Not.Contain(expired.Id));
        Assert.That(
            await ListAsync(new GrantFilter { Subject = $"{_run}-Alice", ClientId = $"{_run}-app-1" }, size: 100),
            Is.EquivalentTo(new[] { grants[1].Id, grants[3].Id, grants[5].Id }));
        Assert.That(await ListAsync(new GrantFilter { SessionId = $"{_run}-sid-4" }, size: 100), Is.EqualTo(new[] { grants[4].Id }));
        Assert.That(await ListAsync(new GrantFilter { ClientId = $"{_run}-app-0" }, size: 3), Has.Count.EqualTo(4));
        Assert.That(await ListAsync(new GrantFilter { ClientId = $"{_run}-nobody" }, size: 3), Is.Empty);
    }

    /// <summary>A filter revokes what it finds, and nothing else.</summary>
    [Test]
    public async Task A_filter_revokes_what_it_finds()
    {
        var (mine, elsewhere) = (await AddedAsync($"{_run}-bob", $"{_run}-one", $"{_run}-sid"), await AddedAsync($"{_run}-bob", $"{_run}-two", sessionId: null));
        var another = await AddedAsync($"{_run}-Bob", $"{_run}-one", $"{_run}-SID");

        Assert.That(await Open().RevokeAsync(new GrantFilter { SessionId = $"{_run}-sid" }, CancellationToken.None), Is.EqualTo(1));
        Assert.That(await Open().RevokeAsync(new GrantFilter { Subject = $"{_run}-bob" }, CancellationToken.None), Is.EqualTo(1), "the other one is revoked already");
        Assert.That((await Open().FindAsync(mine.Id, CancellationToken.None))!.RevokedAt, Is.Not.Null);
        Assert.That((await Open().FindAsync(elsewhere.Id, CancellationToken.None))!.RevokedAt, Is.Not.Null);
        Assert.That((await Open().FindAsync(another.Id, CancellationToken.None))!.RevokedAt, Is.Null);
        Assert.That(await Open().RevokeAsync(new GrantFilter { ClientId = $"{_run}-one" }, CancellationToken.None), Is.EqualTo(1));
    }

    /// <summary>No filter means everything, which nobody means.</summary>
    [Test]
    public async Task A_filter_that_names_nothing_is_refused()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Open().RevokeAsync(new GrantFilter(), CancellationToken.None));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Open().ListAsync(new GrantFilter(), 10, null, CancellationToken.None));
    }

    /// <summary>Of many racing rotations exactly one wins, and its successor is the newest.</summary>
    /// <param name="racers">How many.</param>
    [Test(Description = "RFC 9700 §4.14.2"), Repeat(Rounds)]
    public async Task Rotation_is_won_exactly_once_under_contention([Values(2, 8, 64)] int racers)
    {
        var grant = await AddedAsync();
        var rotations = Enumerable.Range(0, racers).Select(_ => Rotation(1)).ToList();

        var answers = await RaceAsync(racers, Warm, (store, racer) => store.RotateAsync(grant.Id, rotations[racer], CancellationToken.None));

        Assert.That(answers.Count(rotated => rotated), Is.EqualTo(1));
        Assert.That(await CurrentAsync(grant), Is.EqualTo((2, rotations[Array.IndexOf(answers, true)].Successor)));
    }

    /// <summary>However a revocation (a person's, or that of a token that was used again) and rotations interleave, the grant is dead afterwards.</summary>
    /// <param name="racers">How many.</param>
    [Test(Description = "RFC 9700 §4.14.2"), Repeat(Rounds)]
    public async Task No_rotation_survives_a_revocation_that_races_with_it([Values(2, 8, 64)] int racers)
    {
        var grant = await AddedAsync();
        var revoker = racers / 2;

        var answers = await RaceAsync(racers, Warm, (store, racer) => racer == revoker
            ? store.RevokeAsync(grant.Id, CancellationToken.None)
            : store.RotateAsync(grant.Id, Rotation(1), CancellationToken.None));

        Assert.That(answers[revoker], Is.True);
        Assert.That(answers.Where((_, racer) => racer != revoker).Count(rotated => rotated), Is.LessThan(2));
        await AssertDeadAsync(grant);
    }

    /// <summary>The same where the client keeps its refresh token.</summary>
    /// <param name="racers">How many.</param>
    [Test(Description = "RFC 7009 §2.1"), Repeat(Rounds)]
    public async Task No_extension_survives_a_revocation_that_races_with_it([Values(2, 8, 64)] int racers)
    {
        var grant = await AddedAsync();
        var until = Clock.Now.AddDays(30);

        var answers = await RaceAsync(racers, Warm, async (store, racer) => racer == racers / 2
            ? await store.RevokeAsync(new GrantFilter { Subject = grant.Authorization.Subject }, CancellationToken.None) == 1
            : await store.ExtendAsync(grant.Id, 1, until, until, CancellationToken.None));

        Assert.That(answers[racers / 2], Is.True);
        await AssertDeadAsync(grant);
    }

    private async Task AssertDeadAsync(Grant grant)
    {
        var found = (await Open().FindAsync(grant.Id, CancellationToken.None))!;
        var generation = found.RefreshToken!.Generation;
        Assert.That(found.RevokedAt, Is.Not.Null);
        Assert.That(await Open().RotateAsync(grant.Id, Rotation(generation), CancellationToken.None), Is.False);
        Assert.That(await Open().ExtendAsync(grant.Id, generation, Clock.Now.AddDays(30), Clock.Now.AddDays(30), CancellationToken.None), Is.False);
    }

    private async Task<List<GrantId>> ListAsync(GrantFilter filter, int size)
    {
        var (listed, next) = (new List<Grant>(), (GrantCursor?)null);
        do
        {
            var page = await Open().ListAsync(filter, size, next, CancellationToken.None);
            Assert.That(page.Grants, Has.Length.LessThanOrEqualTo(size));
            listed.AddRange(page.Grants);
            next = page.Next is null ? null : GrantCursor.TryParse(page.Next.ToString(), out var cursor) ? cursor : throw new AssertionException("no cursor");
        }
        while (next is not null);
        Assert.That(listed, Is.Ordered.Descending.By(nameof(Grant.CreatedAt)));
        return [.. listed.Select(grant => grant.Id)];
    }

    private async Task<(int Generation, TokenHash Current)> CurrentAsync(Grant grant)
    {
        var state = (await Open().FindAsync(grant.Id, CancellationToken.None))!.RefreshToken!;
        return (state.Generation, state.Current);
    }

    private static Task Warm(IGrantStore store) => store.FindAsync(GrantId.New(), CancellationToken.None);

    private Rotation Rotation(int generation) => new()
    {
        Generation = generation,
        Successor = Samples.NewHash(),
        ExpiresAt = Clock.Now.AddDays(14),
        KeepUntil = Clock.Now.AddDays(15),
    };

    private Grant NewGrant() => Samples.Grant(Clock, Samples.BareAuthorization() with { Subject = Secret.NewId() });

    private async Task<Grant> AddedAsync()
    {
        var grant = NewGrant();
        await Open().AddAsync(grant, CancellationToken.None);
        return grant;
    }

    private async Task<Grant> AddedAsync(string subject, string clientId, string? sessionId, TimeSpan? lifetime = null)
    {
        var authorization = Samples.BareAuthorization() with { Subject = subject, ClientId = clientId, SessionId = sessionId };
        var grant = Samples.Grant(Clock, authorization) with { ExpiresAt = Clock.Now + (lifetime ?? TimeSpan.FromDays(14)) };
        await Open().AddAsync(grant, CancellationToken.None);
        return grant;
    }
}
