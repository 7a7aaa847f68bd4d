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

    /// <summary>What was judged about a request is kept with it, and it lives longer, until it is answered.</summary>
    [Test]
    public async Task A_judged_request_is_kept_for_longer()
    {
        var request = NewRequest();
        await Open().AddAsync(request, CancellationToken.None);
        await Open().KeepAsync(Samples.NewHash(), "{}", Clock.Now.AddHours(1), CancellationToken.None);
        await Open().KeepAsync(request.Hash, Judged, Clock.Now.AddHours(1), CancellationToken.None);
        var kept = (await Open().FindAsync(request.Hash, CancellationToken.None))!;
        Assert.That((kept.Judged, kept.ExpiresAt, kept.Answer), Is.EqualTo((Judged, Clock.Now.AddHours(1), (string?)null)));

        await Open().AnswerAsync(request.Hash, "first", CancellationToken.None);
        await Open().KeepAsync(request.Hash, "{}", Clock.Now.AddHours(2), CancellationToken.None);
        Assert.That((await Open().FindAsync(request.Hash, CancellationToken.None))!.Judged, Is.EqualTo(Judged), "what is answered stays as it is");
    }

    /// <summary>A request is answered once, and the first answer stays with it.</summary>
    [Test]
    public async Task A_request_is_answered_once()
    {
        var request = NewRequest();
        await Open().AddAsync(request, CancellationToken.None);
        Assert.That(await Open().AnswerAsync(Samples.NewHash(), "none", CancellationToken.None), Is.False);
        Assert.That(await Open().AnswerAsync(request.Hash, "first", CancellationToken.None), Is.True);
        Assert.That(await Open().AnswerAsync(request.Hash, "second", CancellationToken.None), Is.False);
        Assert.That((await Open().FindAsync(request.Hash, CancellationToken.None))!.Answer, Is.EqualTo("first"));
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

    /// <summary>Of many racing answers exactly one spends the request, and it is the one that is found.</summary>
    [Test(Description = "RFC 9126 §7.3"), Repeat(Rounds)]
    public async Task A_request_is_answered_exactly_once_under_contention()
    {
        var request = NewRequest();
        await Open().AddAsync(request, CancellationToken.None);
        var answers = await RaceAsync(
            async store => await store.AnswerAsync(Samples.NewHash(), "none", CancellationToken.None),
            async (store, racer) => await store.AnswerAsync(request.Hash, $"{racer}", CancellationToken.None) ? $"{racer}" : null);

        var winners = answers.OfType<string>().ToList();
        Assert.That(winners, Has.Count.EqualTo(1));
        Assert.That((await Open().FindAsync(request.Hash, CancellationToken.None))!.Answer, Is.EqualTo(winners[0]));
    }

    private const string Judged = "{\"State\":\"é \\\" {0} 🔑\"}";

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
