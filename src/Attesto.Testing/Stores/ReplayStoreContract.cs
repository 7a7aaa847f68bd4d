using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IReplayStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class ReplayStoreContract : StoreContract<IReplayStore>
{
    /// <summary>An identity is new once.</summary>
    [Test]
    public async Task An_identity_is_new_once()
    {
        var id = Samples.NewHash();
        Assert.That(await Open().TryAddAsync(id, Clock.Now.AddMinutes(2), CancellationToken.None), Is.True);
        Assert.That(await Open().TryAddAsync(id, Clock.Now.AddMinutes(2), CancellationToken.None), Is.False);
        Assert.That(await Open().TryAddAsync(Samples.NewHash(), Clock.Now.AddMinutes(2), CancellationToken.None), Is.True);
    }

    /// <summary>Of many racing proofs with one identity exactly one is accepted.</summary>
    [Test(Description = "RFC 9449 §11.1"), Repeat(Rounds)]
    public async Task An_identity_is_new_exactly_once_under_contention()
    {
        var id = Samples.NewHash();
        var answers = await RaceAsync(
            store => store.TryAddAsync(Samples.NewHash(), Clock.Now.AddMinutes(2), CancellationToken.None),
            (store, _) => store.TryAddAsync(id, Clock.Now.AddMinutes(2), CancellationToken.None));

        Assert.That(answers.Count(added => added), Is.EqualTo(1));
    }
}
