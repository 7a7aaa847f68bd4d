using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IConsentStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class ConsentStoreContract : StoreContract<IConsentStore>
{
    /// <summary>A consent comes back as it was stored, however large and odd it is, and in whatever order its resources are named.</summary>
    [Test]
    public async Task A_consent_comes_back_as_it_was_stored()
    {
        var consent = NewConsent(new string('s', 255)) with
        {
            ClientId = Samples.LongUrl,
            Resources = ["https://api.example/One", $"https://api.example/{new string('r', 2000)}"],
            Scope = ScopeSet.Of(Enumerable.Range(0, 300).Select(i => $"scope-{i}")),
            Claims = ["email", "https://claims.example/\"quoted\",[comma]"],
        };
        Assert.That(await Open().ReplaceAsync(consent, null, CancellationToken.None), Is.True);
        Assert.That(Flat(await Open().FindAsync(consent.Id, CancellationToken.None)), Is.EqualTo(Flat(consent)));
        Assert.That(
            Flat(await Open().FindAsync(Consent.IdOf(consent.Subject, consent.ClientId, [.. consent.Resources.Reverse()]), CancellationToken.None)), Is.EqualTo(Flat(consent)));
        Assert.That(await Open().FindAsync(Samples.NewHash(), CancellationToken.None), Is.Null);
    }

    /// <summary>A consent is replaced by who read it as it is, and by nobody else.</summary>
    [Test]
    public async Task A_consent_is_replaced_as_it_was_read()
    {
        var first = await AddedAsync(Secret.New());
        var second = first with { Scope = ScopeSet.Of("more"), ExpiresAt = first.ExpiresAt.AddDays(1), Version = Secret.NewId() };
        Assert.That(await Open().ReplaceAsync(second, null, CancellationToken.None), Is.False);
        Assert.That(await Open().ReplaceAsync(second, first, CancellationToken.None), Is.True);
        Assert.That(await Open().ReplaceAsync(first with { Version = Secret.NewId() }, first, CancellationToken.None), Is.False);
        Assert.That(Flat(await Open().FindAsync(first.Id, CancellationToken.None)), Is.EqualTo(Flat(second)));
    }

    /// <summary>What was removed is not put back by who read it before.</summary>
    [Test]
    public async Task A_removed_consent_is_not_brought_back()
    {
        var consent = await AddedAsync(Secret.New());
        Assert.That(await Open().RemoveAsync(new GrantFilter { Subject = consent.Subject }, CancellationToken.None), Is.EqualTo(1));
        Assert.That(await Open().ReplaceAsync(consent with { Version = Secret.NewId() }, consent, CancellationToken.None), Is.False);
        Assert.That(await Open().FindAsync(consent.Id, CancellationToken.None), Is.Null);
        Assert.That(await Open().RemoveAsync(new GrantFilter { Subject = consent.Subject }, CancellationToken.None), Is.Zero);
    }

    /// <summary>A person sees their living consents, newest first, and nobody else's.</summary>
    [Test]
    public async Task A_list_has_the_living_ones_of_one_person()
    {
        var subject = $"Alice-{Secret.NewId()}";
        var older = await AddedAsync(subject);
        var newer = await AddedAsync(subject, consent => consent with { ClientId = "other", GivenAt = consent.GivenAt.AddMinutes(1) });
        await AddedAsync(subject, consent => consent with { ClientId = "expired", ExpiresAt = Clock.Now });
        await AddedAsync(subject.ToLowerInvariant());
        Assert.That((await Open().ListAsync(subject, CancellationToken.None)).Select(consent => consent.Id), Is.EqualTo(new[] { newer.Id, older.Id }));
        Assert.That(await Open().ListAsync(Secret.New(), CancellationToken.None), Is.Empty);
    }

    /// <summary>A filter removes what it names, literally; no filter and no session remove anything.</summary>
    [Test]
    public async Task A_filter_removes_what_it_names()
    {
        var (alice, app) = ($"Alice-{Secret.NewId()}", $"App-{Secret.NewId()}");
        var here = await AddedAsync(alice, consent => consent with { ClientId = app });
        var elsewhere = await AddedAsync(alice, consent => consent with { ClientId = app.ToLowerInvariant() });
        var others = await AddedAsync(alice.ToLowerInvariant(), consent => consent with { ClientId = app });

        await Assert.ThatAsync(() => Open().RemoveAsync(new GrantFilter(), CancellationToken.None), Throws.InvalidOperationException);
        Assert.That(await Open().RemoveAsync(new GrantFilter { Subject = alice, SessionId = "sid" }, CancellationToken.None), Is.Zero);
        Assert.That(await Open().RemoveAsync(new GrantFilter { Subject = alice, ClientId = app }, CancellationToken.None), Is.EqualTo(1));
        Assert.That((await IsThereAsync(here), await IsThereAsync(elsewhere), await IsThereAsync(others)), Is.EqualTo((false, true, true)));
        Assert.That(await Open().RemoveAsync(new GrantFilter { ClientId = app }, CancellationToken.None), Is.EqualTo(1));
        Assert.That((await IsThereAsync(elsewhere), await IsThereAsync(others)), Is.EqualTo((true, false)));
    }

    /// <summary>Of many who read the same consent, or none, exactly one replaces it.</summary>
    /// <param name="isThere">Whether there is one to read.</param>
    [Repeat(Rounds)]
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_consent_is_replaced_exactly_once_under_contention(bool isThere)
    {
        var consent = NewConsent(Secret.New());
        var read = isThere ? await AddedAsync(consent.Subject) : null;
        var replaced = await RaceAsync(
            store => store.FindAsync(Samples.NewHash(), CancellationToken.None),
            (store, _) => store.ReplaceAsync(consent with { Version = Secret.NewId() }, read, CancellationToken.None));
        Assert.That(replaced.Count(won => won), Is.EqualTo(1));
    }

    private static object? Flat(Consent? consent) => consent is null ? null : new
    {
        consent.Subject,
        consent.ClientId,
        Resources = string.Join('\n', consent.Resources),
        Scope = consent.Scope.ToString(),
        Claims = string.Join('\n', consent.Claims),
        consent.GivenAt,
        consent.ExpiresAt,
        consent.Version,
    };

    private async Task<bool> IsThereAsync(Consent consent) => await Open().FindAsync(consent.Id, CancellationToken.None) is not null;

    private async Task<Consent> AddedAsync(string subject, Func<Consent, Consent>? change = null)
    {
        var consent = change?.Invoke(NewConsent(subject)) ?? NewConsent(subject);
        Assert.That(await Open().ReplaceAsync(consent, null, CancellationToken.None), Is.True);
        return consent;
    }

    private Consent NewConsent(string subject) => new()
    {
        Subject = subject,
        ClientId = "app",
        Scope = ScopeSet.Of("openid", "profile"),
        GivenAt = Clock.Now,
        ExpiresAt = Clock.Now.AddDays(90),
        Version = Secret.NewId(),
    };
}
