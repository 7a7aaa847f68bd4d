using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IClientMetadataCache"/> must do. Derive a fixture and open your store.</summary>
public abstract class ClientMetadataCacheContract : StoreContract<IClientMetadataCache>
{
    /// <summary>A document comes back as it was stored, also expired, under its own URL only.</summary>
    [Test]
    public async Task A_document_comes_back_under_its_own_url_only()
    {
        var document = NewDocument();
        await Open().PutAsync(document, CancellationToken.None);
        Clock.Advance(TimeSpan.FromDays(2));

        Assert.That(await Open().FindAsync(document.ClientId, CancellationToken.None), Is.EqualTo(document));
        Assert.That(await Open().FindAsync(document.ClientId.ToUpperInvariant(), CancellationToken.None), Is.Null);
    }

    /// <summary>A newer document takes the place of the older one; an evicted one is gone.</summary>
    [Test]
    public async Task A_document_is_replaced_and_evicted()
    {
        var document = NewDocument();
        var newer = document with { Document = "{}", ExpiresAt = document.ExpiresAt.AddHours(1) };
        await Open().PutAsync(document, CancellationToken.None);
        await Open().PutAsync(newer, CancellationToken.None);
        Assert.That(await Open().FindAsync(document.ClientId, CancellationToken.None), Is.EqualTo(newer));

        await Open().EvictAsync(document.ClientId, CancellationToken.None);
        await Open().EvictAsync(document.ClientId, CancellationToken.None);
        Assert.That(await Open().FindAsync(document.ClientId, CancellationToken.None), Is.Null);
    }

    /// <summary>Many nodes that fetched at once leave one document.</summary>
    [Test, Repeat(Rounds)]
    public async Task Racing_fetches_leave_one_document()
    {
        var document = NewDocument();
        await RaceAsync(
            store => store.FindAsync("https://none.example/", CancellationToken.None),
            async (store, racer) =>
            {
                await store.PutAsync(document with { Document = $"{racer}" }, CancellationToken.None);
                return racer;
            });

        Assert.That((await Open().FindAsync(document.ClientId, CancellationToken.None))?.Document, Is.Not.Null);
    }

    private CachedClientMetadata NewDocument() =>
        new($"{Samples.LongUrl}/{Secret.NewId()}", "{\"client_name\":\"é 🔑 {0}\"}" + new string(' ', 5000), Clock.Now.AddDays(1));
}
