using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IPushedRequestStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class PushedRequestStoreContract : StoreContract<IPushedRequestStore>
{
    /// <summary>A request comes back with its parameters in order, repetitions and odd characters kept, as often as it is read.</summary>
    [Test(Description = "RFC 9126 §2")]
    public async Task A_request_comes_back_as_it_was_pushed()
    {
        var request = NewRequest();
        await Open().AddAsync(request, CancellationToken.None);
        _ = await Open().FindAsync(request.Hash, CancellationToken.None);

        var found = (await Open().FindAsync(request.Hash, CancellationToken.None))!;
        Assert.That(found with { Parameters = request.Parameters }, Is.EqualTo(request));
        Assert.That(found.Parameters, Is.EqualTo(request.Parameters));
    }

    /// <summary>A request is taken once, and then it is gone.</summary>
    [Test]
    public async Task A_request_is_taken_once()
    {
        var request = NewRequest();
        await Open().AddAsync(request, CancellationToken.None);
        Assert.That(await Open().TakeAsync(Samples.NewHash(), CancellationToken.None), Is.False);
        Assert.That(await Open().TakeAsync(request.Hash, CancellationToken.None), Is.True);
        Assert.That(await Open().TakeAsync(request.Hash, CancellationToken.None), Is.False);
        Assert.That(await Open().FindAsync(Samples.NewHash(), CancellationToken.None), Is.Null);
    }

    /// <summary>A duplicate throws, and the first request stands.</summary>
    [Test]
    public async Task A_duplicate_throws_and_overwrites_nothing()
    {
        var request = NewRequest();
        await Open().AddAsync(request, CancellationToken.None);
        await Assert.CatchAsync(() => Open().AddAsync(request with { ClientId = "other" }, CancellationToken.None));
        Assert.That((await Open().FindAsync(request.Hash, CancellationToken.None))!.ClientId, Is.EqualTo(request.ClientId));
    }

    /// <summary>Of many racing completions exactly one takes the request.</summary>
    [Test(Description = "RFC 9126 §7.3"), Repeat(Rounds)]
    public async Task A_request_is_taken_exactly_once_under_contention()
    {
        var request = NewRequest();
        await Open().AddAsync(request, CancellationToken.None);
        var answers = await RaceAsync(
            store => store.TakeAsync(Samples.NewHash(), CancellationToken.None),
            (store, _) => store.TakeAsync(request.Hash, CancellationToken.None));

        Assert.That(answers.Count(taken => taken), Is.EqualTo(1));
    }

    private PushedRequest NewRequest() => new()
    {
        Hash = Samples.NewHash(),
        ClientId = Samples.LongUrl,
        Parameters = new RequestParameters(
        [
            KeyValuePair.Create("resource", "https://api.example/b"),
            KeyValuePair.Create("resource", "https://api.example/a"),
            KeyValuePair.Create("state", "é \" {0} \\ 🔑\n\t" + new string('s', 8000)),
            KeyValuePair.Create("empty", ""),
        ]),
        DpopJkt = "jkt",
        ExpiresAt = Clock.Now.AddSeconds(90),
    };
}
