using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IAuthorizationCodeStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class AuthorizationCodeStoreContract : StoreContract<IAuthorizationCodeStore>
{
    /// <summary>A new store of grants over the same state.</summary>
    /// <returns>The store.</returns>
    protected abstract IGrantStore OpenGrants();

    /// <summary>A code comes back exactly as it was stored.</summary>
    [Test]
    public async Task A_code_comes_back_as_it_was_stored()
    {
        var code = NewCode() with { Authorization = Samples.Authorization(Clock), RedirectUri = Samples.LongUrl, Nonce = new string('n', 4000) };
        await Open().AddAsync(code, CancellationToken.None);

        var found = await Open().FindAsync(code.Hash, CancellationToken.None);

        Assert.That(found?.State, Is.EqualTo(CodeState.Issued));
        Assert.That(found!.Code with { Authorization = code.Authorization }, Is.EqualTo(code));
        Assert.That(Samples.Flat(found.Code.Authorization), Is.EqualTo(Samples.Flat(code.Authorization)));
    }

    /// <summary>What is not set stays not set.</summary>
    [Test]
    public async Task A_bare_code_comes_back_bare()
    {
        var code = NewCode() with { Challenge = null, DpopJkt = null, Nonce = null };
        await Open().AddAsync(code, CancellationToken.None);

        var found = (await Open().FindAsync(code.Hash, CancellationToken.None))!.Code;

        Assert.That(found with { Authorization = code.Authorization }, Is.EqualTo(code));
        Assert.That(Samples.Flat(found.Authorization), Is.EqualTo(Samples.Flat(code.Authorization)));
    }

    /// <summary>A duplicate throws, and the first code stands.</summary>
    [Test]
    public async Task A_duplicate_throws_and_overwrites_nothing()
    {
        var code = NewCode();
        await Open().AddAsync(code, CancellationToken.None);

        await Assert.CatchAsync(() => Open().AddAsync(code with { RedirectUri = "https://evil.example/" }, CancellationToken.None));

        Assert.That((await Open().FindAsync(code.Hash, CancellationToken.None))!.Code.RedirectUri, Is.EqualTo(code.RedirectUri));
    }

    /// <summary>An unknown code is not found and cannot be spent.</summary>
    [Test]
    public async Task An_unknown_code_is_neither_found_nor_spent()
    {
        var hash = Samples.NewHash();
        var grant = GrantOf(NewCode());
        Assert.That(await Open().FindAsync(hash, CancellationToken.None), Is.Null);
        Assert.That(await Open().SpendAsync(hash, CancellationToken.None), Is.False);
        Assert.That(await Open().RedeemAsync(hash, grant, CancellationToken.None), Is.False);
        Assert.That(await OpenGrants().FindAsync(grant.Id, CancellationToken.None), Is.Null);
    }

    /// <summary>A redeemed code and its grant are seen by every node, and nothing more comes of it.</summary>
    [Test]
    public async Task A_code_is_redeemed_with_its_grant()
    {
        var code = await AddedAsync();
        var grant = GrantOf(code);

        Assert.That(await Open().RedeemAsync(code.Hash, grant, CancellationToken.None), Is.True);
        Assert.That((await Open().FindAsync(code.Hash, CancellationToken.None))!.State, Is.EqualTo(CodeState.Redeemed));
        Assert.That((await OpenGrants().FindAsync(grant.Id, CancellationToken.None))?.RefreshToken, Is.EqualTo(grant.RefreshToken));

        var another = Samples.Grant(Clock, Samples.BareAuthorization());
        Assert.That(await Open().RedeemAsync(code.Hash, another, CancellationToken.None), Is.False);
        Assert.That(await Open().SpendAsync(code.Hash, CancellationToken.None), Is.False);
        Assert.That((await Open().FindAsync(code.Hash, CancellationToken.None))!.State, Is.EqualTo(CodeState.Redeemed));
        Assert.That(await OpenGrants().FindAsync(another.Id, CancellationToken.None), Is.Null);
    }

    /// <summary>Nothing comes of a code that was refused.</summary>
    [Test]
    public async Task A_spent_code_is_not_redeemed()
    {
        var code = await AddedAsync();
        var grant = GrantOf(code);

        Assert.That(await Open().SpendAsync(code.Hash, CancellationToken.None), Is.True);
        Assert.That(await Open().RedeemAsync(code.Hash, grant, CancellationToken.None), Is.False);
        Assert.That((await Open().FindAsync(code.Hash, CancellationToken.None))!.State, Is.EqualTo(CodeState.Spent));
        Assert.That(await OpenGrants().FindAsync(grant.Id, CancellationToken.None), Is.Null);
    }

    /// <summary>A filter spends what it finds and was not presented, and nothing else.</summary>
    [Test]
    public async Task A_filter_spends_what_it_finds()
    {
        var (subject, client, session) = (Secret.NewId(), Secret.NewId(), Secret.NewId());
        var mine = await AddedAsync(Samples.BareAuthorization() with { Subject = $"a{subject}", ClientId = client, SessionId = $"s{session}" });
        var redeemed = await AddedAsync(Samples.BareAuthorization() with { Subject = $"a{subject}" });
        var another = await AddedAsync(Samples.BareAuthorization() with { Subject = $"A{subject}", ClientId = client, SessionId = $"S{session}" });
        await Open().RedeemAsync(redeemed.Hash, GrantOf(redeemed), CancellationToken.None);

        Assert.That(await Open().SpendAsync(new GrantFilter { Subject = $"a{subject}" }, CancellationToken.None), Is.EqualTo(1));
        Assert.That((await Open().FindAsync(mine.Hash, CancellationToken.None))!.State, Is.EqualTo(CodeState.Spent));
        Assert.That((await Open().FindAsync(redeemed.Hash, CancellationToken.None))!.State, Is.EqualTo(CodeState.Redeemed));
        Assert.That((await Open().FindAsync(another.Hash, CancellationToken.None))!.State, Is.EqualTo(CodeState.Issued));

        Assert.That(await Open().SpendAsync(new GrantFilter { SessionId = $"s{session}" }, CancellationToken.None), Is.Zero);
        Assert.That(await Open().SpendAsync(new GrantFilter { ClientId = client }, CancellationToken.None), Is.EqualTo(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Open().SpendAsync(new GrantFilter(), CancellationToken.None));
    }

    /// <summary>However a redemption races with the end of everything of its person, no grant lives afterwards.</summary>
    /// <param name="racers">How many.</param>
    [Test, Repeat(Rounds)]
    public async Task No_redemption_slips_through_when_everything_of_a_person_ends([Values(2, 8)] int racers)
    {
        var code = await AddedAsync(Samples.BareAuthorization() with { Subject = Secret.NewId() });
        var (person, grant) = (new GrantFilter { Subject = code.Authorization.Subject }, GrantOf(code));

        await RaceAsync(racers, store => store.SpendAsync(Samples.NewHash(), CancellationToken.None), async (store, racer) =>
        {
            if (racer > 0)
            {
                return await store.RedeemAsync(code.Hash, grant, CancellationToken.None) ? 1 : 0;
            }

            return await store.SpendAsync(person, CancellationToken.None) + await OpenGrants().RevokeAsync(person, CancellationToken.None);
        });

        Assert.That((await OpenGrants().FindAsync(grant.Id, CancellationToken.None)) is { RevokedAt: null }, Is.False);
        Assert.That((await Open().FindAsync(code.Hash, CancellationToken.None))!.State, Is.Not.EqualTo(CodeState.Issued));
    }

    /// <summary>A grant that cannot be stored leaves the code as it is.</summary>
    [Test]
    public async Task A_code_is_not_spent_without_its_grant()
    {
        var code = await AddedAsync();
        await OpenGrants().AddAsync(GrantOf(code), CancellationToken.None);

        await Assert.CatchAsync(() => Open().RedeemAsync(code.Hash, GrantOf(code), CancellationToken.None));

        Assert.That((await Open().FindAsync(code.Hash, CancellationToken.None))!.State, Is.EqualTo(CodeState.Issued));
    }

    /// <summary>An expired code is still found: the grant says why it refuses.</summary>
    [Test]
    public async Task An_expired_code_is_still_found()
    {
        var code = NewCode();
        await Open().AddAsync(code, CancellationToken.None);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.That((await Open().FindAsync(code.Hash, CancellationToken.None))?.Code.ExpiresAt, Is.EqualTo(code.ExpiresAt));
    }

    /// <summary>Of many racing redemptions exactly one wins, and only its grant exists.</summary>
    [Test(Description = "RFC 6749 §4.1.2: the client MUST NOT use the code more than once"), Repeat(Rounds)]
    public async Task A_code_is_redeemed_exactly_once_under_contention()
    {
        var code = await AddedAsync();
        var grants = Enumerable.Range(0, Racers).Select(_ => Samples.Grant(Clock, Samples.BareAuthorization())).ToList();

        var answers = await RaceAsync(
            store => store.SpendAsync(Samples.NewHash(), CancellationToken.None),
            (store, racer) => store.RedeemAsync(code.Hash, grants[racer], CancellationToken.None));

        Assert.That(answers.Count(redeemed => redeemed), Is.EqualTo(1));
        foreach (var (grant, redeemed) in grants.Zip(answers))
        {
            Assert.That(await OpenGrants().FindAsync(grant.Id, CancellationToken.None) is not null, Is.EqualTo(redeemed));
        }
    }

    private async Task<AuthorizationCode> AddedAsync(Authorization? authorization = null)
    {
        var code = NewCode();
        code = code with { Authorization = authorization ?? code.Authorization };
        await Open().AddAsync(code, CancellationToken.None);
        return code;
    }

    private Grant GrantOf(AuthorizationCode code) => Samples.Grant(Clock, code.Authorization);

    private AuthorizationCode NewCode() => new()
    {
        Hash = Samples.NewHash(),
        Authorization = Samples.BareAuthorization(),
        RedirectUri = "https://app.example/cb?x=1",
        Challenge = Samples.Challenge,
        DpopJkt = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
        Nonce = "n-0S6_WzA2Mj",
        ExpiresAt = Clock.Now.AddSeconds(60),
        KeepUntil = Clock.Now.AddMinutes(16),
    };
}
