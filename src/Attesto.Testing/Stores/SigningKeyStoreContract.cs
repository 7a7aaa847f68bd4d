using System.Collections.Immutable;
using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="ISigningKeyStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class SigningKeyStoreContract : StoreContract<ISigningKeyStore>
{
    // Of its own for each test: keys of others may lie in the same store.
    private string _algorithm = "";

    /// <summary>Chooses an algorithm.</summary>
    [SetUp]
    public void Choose() => _algorithm = Secret.NewId();

    /// <summary>What is added is read by every node, unchanged.</summary>
    [Test]
    public async Task A_key_is_kept_as_it_is()
    {
        var now = await NowAsync();
        var key = Key(1, now) with { PublicKey = $$"""{"kty":"RSA","n":"{{new string('n', 700)}}"}""", PrivateKey = [.. new byte[3000], 1] };
        Assert.That(await AddAsync(key), Is.True);

        var kept = (await ReadAsync()).Single();
        Assert.That(kept with { PrivateKey = [] }, Is.EqualTo(key with { PrivateKey = [] }));
        Assert.That(kept.PrivateKey, Is.EqualTo(key.PrivateKey));
    }

    /// <summary>Of several nodes one makes the first keys, and all of them: two algorithms do not get keys of two nodes.</summary>
    [Test]
    public async Task Of_nodes_that_race_for_a_place_one_gets_it_with_all_its_keys()
    {
        for (var round = 1; round <= Rounds; round++)
        {
            var (now, other, number) = (await NowAsync(), Secret.NewId(), round);
            var won = await RaceAsync(store => store.ReadAsync(CancellationToken.None), async (store, racer) => await store.TryAddAsync(
                [Key(number, now) with { KeyId = $"{other}-a-{racer}" }, Key(number, now) with { KeyId = $"{other}-b-{racer}", Algorithm = other }],
                now.AddHours(1),
                CancellationToken.None)
                ? racer
                : -1);

            var winner = won.Single(racer => racer >= 0);
            var keys = (await Open().ReadAsync(CancellationToken.None)).Keys.Where(key => key.KeyId.StartsWith(other, StringComparison.Ordinal)).Select(key => key.KeyId);
            Assert.That(keys, Is.EquivalentTo(new[] { $"{other}-a-{winner}", $"{other}-b-{winner}" }));
        }
    }

    /// <summary>A place that is taken keeps the other keys out as well.</summary>
    [Test]
    public async Task All_are_added_or_none()
    {
        var now = await NowAsync();
        await AddAsync(Key(1, now));
        Assert.That(await AddAsync(Key(2, now), Key(1, now)), Is.False);
        Assert.That((await ReadAsync()).Single().Number, Is.EqualTo(1));
    }

    /// <summary>What was planned too long ago is not carried out.</summary>
    [Test]
    public async Task Nothing_is_added_after_its_time()
    {
        var now = await NowAsync();
        Assert.That(await Open().TryAddAsync([Key(1, now)], now.AddSeconds(-1), CancellationToken.None), Is.False);
        Assert.That(await ReadAsync(), Is.Empty);
    }

    /// <summary>An announced key signs earlier, once; never later.</summary>
    [Test]
    public async Task A_key_is_let_sign_earlier_and_never_later()
    {
        var now = await NowAsync();
        var key = Key(1, now.AddDays(7));
        await AddAsync(key);

        var answers = await RaceAsync(store => store.ReadAsync(CancellationToken.None), (store, _) => store.ActivateAsync(key.KeyId, now, CancellationToken.None));
        Assert.That(answers.Count(answer => answer), Is.EqualTo(1));
        Assert.That(await Open().ActivateAsync(key.KeyId, now.AddDays(1), CancellationToken.None), Is.False);
        Assert.That((await ReadAsync()).Single().SignsFrom, Is.EqualTo(now));
        Assert.That(await Open().ActivateAsync(Secret.NewId(), now, CancellationToken.None), Is.False);
    }

    /// <summary>Whatever is retired, by however many at once, a key that signs is left.</summary>
    [Test]
    public async Task The_newest_key_that_signs_is_not_retired()
    {
        for (var round = 0; round < Rounds; round++)
        {
            Choose();
            var now = await NowAsync();
            var keys = Enumerable.Range(1, 3).Select(number => Key(number, now.AddDays(number - 3))).Append(Key(4, now.AddDays(7))).ToList();
            await AddAsync([.. keys]);

            await RaceAsync(
                racers: 8,
                store => store.ReadAsync(CancellationToken.None),
                (store, racer) => store.RetireAsync(keys[racer % 4].KeyId, now, evenIfItSigns: false, CancellationToken.None));
            var left = (await ReadAsync()).Where(key => key.RetiredAt is null);
            Assert.That(left.Single().Number, Is.EqualTo(3));
            Assert.That(await Open().RetireAsync(keys[0].KeyId, now, evenIfItSigns: true, CancellationToken.None), Is.False, "it is already");
            Assert.That(await Open().RetireAsync(keys[2].KeyId, now, evenIfItSigns: true, CancellationToken.None), Is.True);
        }
    }

    /// <summary>What is removed is gone.</summary>
    [Test]
    public async Task A_removed_key_is_gone()
    {
        var key = Key(1, await NowAsync());
        await AddAsync(key);
        await Open().RemoveAsync(key.KeyId, CancellationToken.None);
        Assert.That(await ReadAsync(), Is.Empty);
    }

    private StoredSigningKey Key(int number, DateTimeOffset signsFrom) => new()
    {
        KeyId = Secret.NewId(),
        Algorithm = _algorithm,
        Number = number,
        PublicKey = "{}",
        PrivateKey = [1, 2, 3],
        AnnouncedAt = signsFrom,
        SignsFrom = signsFrom,
    };

    private async Task<bool> AddAsync(params ImmutableArray<StoredSigningKey> keys) =>
        await Open().TryAddAsync(keys, (await NowAsync()).AddHours(1), CancellationToken.None);

    private async Task<List<StoredSigningKey>> ReadAsync() =>
        [.. (await Open().ReadAsync(CancellationToken.None)).Keys.Where(key => key.Algorithm == _algorithm).OrderBy(key => key.Number)];

    // In whole seconds, which every database stores exactly.
    private async Task<DateTimeOffset> NowAsync() =>
        DateTimeOffset.FromUnixTimeSeconds((await Open().ReadAsync(CancellationToken.None)).Now.ToUnixTimeSeconds());
}
