using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IAuthorizationCodeStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class AuthorizationCodeStoreContract : StoreContract<IAuthorizationCodeStore>
{
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

    /// <summary>An unknown code is not found and cannot be claimed.</summary>
    [Test]
    public async Task An_unknown_code_is_neither_found_nor_claimed()
    {
        var hash = Samples.NewHash();
        Assert.That(await Open().FindAsync(hash, CancellationToken.None), Is.Null);
        Assert.That(await Open().ClaimAsync(hash, CancellationToken.None), Is.False);
    }

    /// <summary>Claimed, then redeemed; each state is seen by every node.</summary>
    [Test]
    public async Task A_code_goes_from_issued_to_claimed_to_redeemed()
    {
        var code = NewCode();
        var expiresAt = Clock.Now.AddMinutes(15);
        await Open().AddAsync(code, CancellationToken.None);

        Assert.That(await Open().ClaimAsync(code.Hash, CancellationToken.None), Is.True);
        Assert.That((await Open().FindAsync(code.Hash, CancellationToken.None))!.State, Is.EqualTo(CodeState.Claimed));

        await Open().CompleteAsync(code.Hash, "jti-1", expiresAt, CancellationToken.None);
        var redeemed = (await Open().FindAsync(code.Hash, CancellationToken.None))!;
        Assert.That((redeemed.State, redeemed.AccessTokenId, redeemed.AccessTokenExpiresAt), Is.EqualTo((CodeState.Redeemed, "jti-1", expiresAt)));
        Assert.That(await Open().ClaimAsync(code.Hash, CancellationToken.None), Is.False);
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

    /// <summary>Of many racing claims exactly one wins.</summary>
    [Test(Description = "RFC 6749 §4.1.2: the client MUST NOT use the code more than once"), Repeat(Rounds)]
    public async Task Claim_is_won_exactly_once_under_contention()
    {
        var code = NewCode();
        await Open().AddAsync(code, CancellationToken.None);

        var claims = await RaceAsync(
            store => store.ClaimAsync(Samples.NewHash(), CancellationToken.None),
            (store, _) => store.ClaimAsync(code.Hash, CancellationToken.None));

        Assert.That(claims.Count(claimed => claimed), Is.EqualTo(1));
    }

    private AuthorizationCode NewCode() => new()
    {
        Hash = Samples.NewHash(),
        Authorization = Samples.BareAuthorization(),
        RedirectUri = "https://app.example/cb?x=1",
        Challenge = Samples.Challenge,
        DpopJkt = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
        Nonce = "n-0S6_WzA2Mj",
        ExpiresAt = Clock.Now.AddSeconds(60),
    };
}
