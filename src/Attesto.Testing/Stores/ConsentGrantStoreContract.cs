using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IConsentGrantStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class ConsentGrantStoreContract : StoreContract<IConsentGrantStore>
{
    /// <summary>A grant comes back as it was stored, until it is claimed and after.</summary>
    [Test]
    public async Task A_grant_comes_back_and_is_claimed_once()
    {
        var grant = NewGrant();
        await Open().AddAsync(grant, CancellationToken.None);
        Assert.That(await Open().FindAsync(grant.Hash, CancellationToken.None), Is.EqualTo(new StoredConsentGrant(grant, IsConsumed: false)));

        Assert.That(await Open().ClaimAsync(grant.Hash, CancellationToken.None), Is.True);
        Assert.That(await Open().ClaimAsync(grant.Hash, CancellationToken.None), Is.False);
        Assert.That(await Open().FindAsync(grant.Hash, CancellationToken.None), Is.EqualTo(new StoredConsentGrant(grant, IsConsumed: true)));
    }

    /// <summary>A duplicate throws, and the first grant stands.</summary>
    [Test]
    public async Task A_duplicate_throws_and_overwrites_nothing()
    {
        var grant = NewGrant();
        await Open().AddAsync(grant, CancellationToken.None);
        await Assert.CatchAsync(() => Open().AddAsync(grant with { Binding = "other" }, CancellationToken.None));
        Assert.That((await Open().FindAsync(grant.Hash, CancellationToken.None))!.Grant, Is.EqualTo(grant));
    }

    /// <summary>What was never minted is not found and cannot be claimed.</summary>
    [Test]
    public async Task An_unknown_grant_is_neither_found_nor_claimed()
    {
        Assert.That(await Open().FindAsync(Samples.NewHash(), CancellationToken.None), Is.Null);
        Assert.That(await Open().ClaimAsync(Samples.NewHash(), CancellationToken.None), Is.False);
    }

    /// <summary>Of many racing claims exactly one wins.</summary>
    [Test, Repeat(Rounds)]
    public async Task Claim_is_won_exactly_once_under_contention()
    {
        var grant = NewGrant();
        await Open().AddAsync(grant, CancellationToken.None);
        var claims = await RaceAsync(
            store => store.ClaimAsync(Samples.NewHash(), CancellationToken.None),
            (store, _) => store.ClaimAsync(grant.Hash, CancellationToken.None));

        Assert.That(claims.Count(claimed => claimed), Is.EqualTo(1));
    }

    private ConsentGrant NewGrant() => new(Samples.NewHash(), Secret.New(), Clock.Now.AddMinutes(10));
}
