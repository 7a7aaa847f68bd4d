using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IDpopNonceStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class DpopNonceStoreContract : StoreContract<IDpopNonceStore>
{
    /// <summary>A nonce is live, for every node and as often as asked, until it expires.</summary>
    [Test(Description = "RFC 9449 §8")]
    public async Task A_nonce_is_live_until_it_expires()
    {
        var nonce = Samples.NewHash();
        await Open().AddAsync(nonce, Clock.Now.AddMinutes(5), CancellationToken.None);

        Assert.That(await Open().IsLiveAsync(nonce, Clock.Now, CancellationToken.None), Is.True);
        Assert.That(await Open().IsLiveAsync(nonce, Clock.Now, CancellationToken.None), Is.True);
        Assert.That(await Open().IsLiveAsync(nonce, Clock.Now.AddMinutes(5), CancellationToken.None), Is.False);
    }

    /// <summary>What was never handed out is not live.</summary>
    [Test]
    public async Task An_unknown_nonce_is_not_live() =>
        Assert.That(await Open().IsLiveAsync(Samples.NewHash(), Clock.Now, CancellationToken.None), Is.False);
}
