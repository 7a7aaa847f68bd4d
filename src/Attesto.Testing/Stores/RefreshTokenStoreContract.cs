using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IRefreshTokenStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class RefreshTokenStoreContract : StoreContract<IRefreshTokenStore>
{
    /// <summary>A token comes back exactly as it was stored.</summary>
    [Test]
    public async Task A_token_comes_back_as_it_was_stored()
    {
        var token = NewToken() with { Authorization = Samples.Authorization(Clock), DpopJkt = "jkt", CertificateThumbprint = "x5t" };
        Assert.That(await Open().AddAsync(token, CancellationToken.None), Is.True);

        var found = (await Open().FindAsync(token.Hash, CancellationToken.None))!;

        Assert.That((found.FamilyRevoked, found.Rotation), Is.EqualTo((false, (Rotation?)null)));
        Assert.That(found.Token with { Authorization = token.Authorization }, Is.EqualTo(token));
        Assert.That(Samples.Flat(found.Token.Authorization), Is.EqualTo(Samples.Flat(token.Authorization)));
    }

    /// <summary>An unknown token is not found and cannot be rotated.</summary>
    [Test]
    public async Task An_unknown_token_is_neither_found_nor_rotated()
    {
        var token = NewToken();
        Assert.That(await Open().FindAsync(token.Hash, CancellationToken.None), Is.Null);
        Assert.That(await Open().RotateAsync(token.Hash, Successor(token), null, CancellationToken.None), Is.False);
        Assert.That(await Open().ExtendAsync(token.Hash, Clock.Now.AddDays(30), CancellationToken.None), Is.False);
    }

    /// <summary>A rotation spends the parent, stores the successor and remembers it for an honest retry.</summary>
    [Test]
    public async Task A_rotation_is_remembered_for_an_honest_retry()
    {
        var parent = await AddedAsync();
        var successor = Successor(parent) with { Authorization = parent.Authorization with { Scope = ScopeSet.Of("openid"), Resources = ["https://api.example/"] } };
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(await Open().RotateAsync(parent.Hash, successor, "cipher", CancellationToken.None), Is.True);

        var rotation = (await Open().FindAsync(parent.Hash, CancellationToken.None))!.Rotation!;
        Assert.That((rotation.At, rotation.ProtectedSuccessor, rotation.SuccessorSpent), Is.EqualTo((Clock.Now, "cipher", false)));
        Assert.That((rotation.SuccessorScope, rotation.SuccessorResources.Single()), Is.EqualTo((ScopeSet.Of("openid"), "https://api.example/")));
        Assert.That((await Open().FindAsync(successor.Hash, CancellationToken.None))?.Rotation, Is.Null);
    }

    /// <summary>The parent knows once its successor was used: the grace period ends there.</summary>
    [Test]
    public async Task A_parent_knows_when_its_successor_is_spent()
    {
        var parent = await AddedAsync();
        var child = Successor(parent);
        await Open().RotateAsync(parent.Hash, child, "cipher", CancellationToken.None);
        await Open().RotateAsync(child.Hash, Successor(child), null, CancellationToken.None);

        var rotation = (await Open().FindAsync(parent.Hash, CancellationToken.None))!.Rotation!;
        Assert.That(rotation.SuccessorSpent, Is.True);
        Assert.That((await Open().FindAsync(child.Hash, CancellationToken.None))!.Rotation!.ProtectedSuccessor, Is.Null);
    }

    /// <summary>A spent token is not rotated again, and the refused successor is not stored.</summary>
    [Test]
    public async Task A_spent_token_is_not_rotated_again()
    {
        var parent = await AddedAsync();
        await Open().RotateAsync(parent.Hash, Successor(parent), null, CancellationToken.None);
        var late = Successor(parent);

        Assert.That(await Open().RotateAsync(parent.Hash, late, null, CancellationToken.None), Is.False);
        Assert.That(await Open().FindAsync(late.Hash, CancellationToken.None), Is.Null);
    }

    /// <summary>Revocation reaches every member, is for ever, and may be repeated.</summary>
    [Test]
    public async Task Revocation_reaches_every_member_and_sticks()
    {
        var parent = await AddedAsync();
        var child = Successor(parent);
        await Open().RotateAsync(parent.Hash, child, null, CancellationToken.None);
        await Open().RevokeFamilyAsync(parent.Authorization.FamilyId, CancellationToken.None);
        await Open().RevokeFamilyAsync(parent.Authorization.FamilyId, CancellationToken.None);

        Assert.That((await Open().FindAsync(parent.Hash, CancellationToken.None))?.FamilyRevoked, Is.True);
        Assert.That((await Open().FindAsync(child.Hash, CancellationToken.None))?.FamilyRevoked, Is.True);
        Assert.That(await Open().RotateAsync(child.Hash, Successor(child), null, CancellationToken.None), Is.False);
        Assert.That(await Open().ExtendAsync(child.Hash, Clock.Now.AddDays(30), CancellationToken.None), Is.False);
    }

    /// <summary>A family that was revoked before its first token arrives gets none.</summary>
    [Test]
    public async Task A_family_revoked_before_its_first_token_stays_revoked()
    {
        var token = NewToken();
        await Open().RevokeFamilyAsync(token.Authorization.FamilyId, CancellationToken.None);

        Assert.That(await Open().AddAsync(token, CancellationToken.None), Is.False);
        Assert.That(await Open().FindAsync(token.Hash, CancellationToken.None), Is.Null);
    }

    /// <summary>Families whose identifiers differ only in case are two.</summary>
    [Test]
    public async Task Families_are_told_apart_by_case()
    {
        var id = Secret.NewId();
        var (lower, upper) = (NewToken($"a{id}"), NewToken($"A{id}"));
        await Open().AddAsync(lower, CancellationToken.None);
        await Open().AddAsync(upper, CancellationToken.None);
        await Open().RevokeFamilyAsync(lower.Authorization.FamilyId, CancellationToken.None);

        Assert.That((await Open().FindAsync(upper.Hash, CancellationToken.None))?.FamilyRevoked, Is.False);
    }

    /// <summary>A kept token gets a later end; a spent one does not.</summary>
    [Test]
    public async Task Only_an_unspent_token_is_extended()
    {
        var token = await AddedAsync();
        var until = Clock.Now.AddDays(30);
        Assert.That(await Open().ExtendAsync(token.Hash, until, CancellationToken.None), Is.True);
        Assert.That((await Open().FindAsync(token.Hash, CancellationToken.None))?.Token.ExpiresAt, Is.EqualTo(until));

        await Open().RotateAsync(token.Hash, Successor(token), null, CancellationToken.None);
        Assert.That(await Open().ExtendAsync(token.Hash, until.AddDays(1), CancellationToken.None), Is.False);
    }

    /// <summary>Of many racing rotations exactly one wins, and only its successor exists.</summary>
    [Test(Description = "RFC 9700 §4.14.2"), Repeat(Rounds)]
    public async Task Rotation_is_won_exactly_once_under_contention()
    {
        var parent = await AddedAsync();
        var successors = Enumerable.Range(0, Racers).Select(_ => Successor(parent)).ToList();

        var answers = await RaceAsync(
            store => store.FindAsync(Samples.NewHash(), CancellationToken.None),
            (store, racer) => store.RotateAsync(parent.Hash, successors[racer], null, CancellationToken.None));

        Assert.That(answers.Count(rotated => rotated), Is.EqualTo(1));
        var stored = await Task.WhenAll(successors.Select(successor => Open().FindAsync(successor.Hash, CancellationToken.None)));
        Assert.That(stored.Select(successor => successor is not null), Is.EqualTo(answers));
    }

    /// <summary>However a revocation and the inserts of a family interleave, no member is alive afterwards.</summary>
    [Test(Description = "RFC 9700 §4.14.2"), Repeat(Rounds)]
    public async Task No_member_survives_a_revocation_that_races_with_rotations()
    {
        var parent = await AddedAsync();
        var successors = Enumerable.Range(0, Racers).Select(_ => Successor(parent)).ToList();

        await RaceAsync(
            store => store.FindAsync(Samples.NewHash(), CancellationToken.None),
            async (store, racer) =>
            {
                if (racer == Racers / 2)
                {
                    await store.RevokeFamilyAsync(parent.Authorization.FamilyId, CancellationToken.None);
                    return true;
                }

                return racer % 2 == 0
                    ? await store.AddAsync(successors[racer], CancellationToken.None)
                    : await store.RotateAsync(parent.Hash, successors[racer], null, CancellationToken.None);
            });

        foreach (var successor in successors)
        {
            var stored = await Open().FindAsync(successor.Hash, CancellationToken.None);
            Assert.That(stored?.FamilyRevoked, Is.Not.False);
            Assert.That(await Open().RotateAsync(successor.Hash, Successor(successor), null, CancellationToken.None), Is.False);
        }
    }

    private RefreshToken NewToken(string? familyId = null) => new()
    {
        Hash = Samples.NewHash(),
        Authorization = Samples.BareAuthorization(familyId),
        ExpiresAt = Clock.Now.AddDays(14),
        FamilyStartedAt = Clock.Now,
    };

    private async Task<RefreshToken> AddedAsync()
    {
        var token = NewToken();
        await Open().AddAsync(token, CancellationToken.None);
        return token;
    }

    private static RefreshToken Successor(RefreshToken parent) => parent with { Hash = Samples.NewHash() };
}
