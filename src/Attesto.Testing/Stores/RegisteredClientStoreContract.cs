using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IRegisteredClientStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class RegisteredClientStoreContract : StoreContract<IRegisteredClientStore>
{
    /// <summary>A client comes back as it was stored, whatever is set.</summary>
    [Test(Description = "RFC 7591 §3.2.1")]
    public async Task A_client_comes_back_as_it_was_stored()
    {
        var bare = NewClient();
        var full = NewClient() with { SecretHash = Samples.NewHash(), SecretExpiresAt = Clock.Now.AddDays(90), ExpiresAt = Clock.Now.AddDays(30) };
        full = full with { Previous = new PreviousCredentials(Samples.NewHash(), Samples.NewHash(), Clock.Now.AddDays(9)) };
        await Open().AddAsync(bare, CancellationToken.None);
        await Open().AddAsync(full, CancellationToken.None);

        Assert.That(await Open().FindAsync(bare.ClientId, CancellationToken.None), Is.EqualTo(bare));
        Assert.That(await Open().FindAsync(full.ClientId, CancellationToken.None), Is.EqualTo(full));
        Assert.That(await Open().FindAsync(full.ClientId.ToUpperInvariant() + "x", CancellationToken.None), Is.Null);
    }

    /// <summary>A duplicate overwrites nothing, whether or not the store complains.</summary>
    [Test]
    public async Task A_duplicate_overwrites_nothing()
    {
        var client = NewClient();
        await Open().AddAsync(client, CancellationToken.None);
        try
        {
            await Open().AddAsync(client with { Metadata = "{}" }, CancellationToken.None);
        }
        catch (Exception fault)
        {
            await TestContext.Out.WriteLineAsync($"refused: {fault.Message}");
        }

        Assert.That(await Open().FindAsync(client.ClientId, CancellationToken.None), Is.EqualTo(client));
    }

    /// <summary>Only the holder of the registration access token replaces or removes a client.</summary>
    [Test(Description = "RFC 7592 §2.2")]
    public async Task Only_the_registration_access_token_changes_a_client()
    {
        var client = NewClient() with { SecretHash = Samples.NewHash() };
        await Open().AddAsync(client, CancellationToken.None);
        var changed = client with { Metadata = "{}", RegistrationAccessToken = Samples.NewHash(), SecretHash = null, ExpiresAt = Clock.Now.AddDays(1) };

        changed = changed with { Previous = new PreviousCredentials(client.RegistrationAccessToken, client.SecretHash, null) };

        Assert.That(await Open().ReplaceAsync(changed, client with { RegistrationAccessToken = Samples.NewHash() }, CancellationToken.None), Is.False);
        Assert.That(await Open().ReplaceAsync(changed, client with { Previous = changed.Previous }, CancellationToken.None), Is.False);
        Assert.That(await Open().FindAsync(client.ClientId, CancellationToken.None), Is.EqualTo(client));
        Assert.That(await Open().ReplaceAsync(changed, client, CancellationToken.None), Is.True);
        Assert.That(await Open().FindAsync(client.ClientId, CancellationToken.None), Is.EqualTo(changed));

        Assert.That(await Open().RemoveAsync(client, CancellationToken.None), Is.False);
        Assert.That(await Open().RemoveAsync(changed with { Previous = null }, CancellationToken.None), Is.False);
        Assert.That(await Open().RemoveAsync(changed, CancellationToken.None), Is.True);
        Assert.That(await Open().FindAsync(client.ClientId, CancellationToken.None), Is.Null);
    }

    /// <summary>Use moves the expiry on; of a client that is gone nothing comes back.</summary>
    [Test]
    public async Task Use_moves_the_expiry()
    {
        var client = NewClient() with { ExpiresAt = Clock.Now.AddDays(1) };
        await Open().AddAsync(client, CancellationToken.None);
        await Open().ExtendAsync(client.ClientId, Clock.Now.AddDays(9), CancellationToken.None);
        await Open().ExtendAsync("gone", Clock.Now.AddDays(9), CancellationToken.None);

        Assert.That((await Open().FindAsync(client.ClientId, CancellationToken.None))?.ExpiresAt, Is.EqualTo(Clock.Now.AddDays(9)));
        Assert.That(await Open().FindAsync("gone", CancellationToken.None), Is.Null);
    }

    /// <summary>The first use of a new registration access token ends the one before it; a repeated update with that one makes another. Never both.</summary>
    [Test(Description = "RFC 7592 §2.2"), Repeat(Rounds)]
    public async Task A_new_token_is_used_or_replaced_never_both()
    {
        var updated = NewClient() with { Previous = new PreviousCredentials(Samples.NewHash(), null, null) };
        await Open().AddAsync(updated, CancellationToken.None);
        var used = updated with { Previous = null };
        var answers = await RaceAsync(
            store => store.FindAsync("none", CancellationToken.None),
            (store, racer) => store.ReplaceAsync(
                racer % 2 == 0 ? used : updated with { Metadata = $"{racer}", RegistrationAccessToken = Samples.NewHash() }, updated, CancellationToken.None));

        Assert.That(answers.Count(replaced => replaced), Is.EqualTo(1));
        var left = await Open().FindAsync(updated.ClientId, CancellationToken.None);
        Assert.That(left!.Previous is null, Is.EqualTo(Array.IndexOf(answers, true) % 2 == 0));
        Assert.That(left.RegistrationAccessToken == updated.RegistrationAccessToken, Is.EqualTo(left.Previous is null));
    }

    /// <summary>Of many racing updates with one registration access token exactly one wins.</summary>
    [Test, Repeat(Rounds)]
    public async Task An_update_is_won_exactly_once_under_contention()
    {
        var client = NewClient();
        await Open().AddAsync(client, CancellationToken.None);
        var answers = await RaceAsync(
            store => store.FindAsync("none", CancellationToken.None),
            (store, racer) => store.ReplaceAsync(
                client with { Metadata = $"{racer}", RegistrationAccessToken = Samples.NewHash() },
                client,
                CancellationToken.None));

        Assert.That(answers.Count(replaced => replaced), Is.EqualTo(1));
        Assert.That((await Open().FindAsync(client.ClientId, CancellationToken.None))!.Metadata, Is.EqualTo($"{Array.IndexOf(answers, true)}"));
    }

    private RegisteredClient NewClient() => new()
    {
        ClientId = Secret.NewId(),
        RegistrationAccessToken = Samples.NewHash(),
        Metadata = "{\"client_name\":\"é 🔑\",\"redirect_uris\":[\"" + Samples.LongUrl + "\"]}",
        IssuedAt = Clock.Now,
    };
}
