using NUnit.Framework;

namespace Attesto.Testing;

/// <summary>What every <see cref="IAccessTokenRevocationStore"/> must do. Derive a fixture and open your store.</summary>
public abstract class AccessTokenRevocationStoreContract : StoreContract<IAccessTokenRevocationStore>
{
    /// <summary>A revoked token is revoked for every node, and revoking it again is harmless.</summary>
    [Test(Description = "RFC 7009 §2")]
    public async Task A_revoked_token_stays_revoked()
    {
        var id = Secret.NewId();
        Assert.That(await Open().IsRevokedAsync(id, CancellationToken.None), Is.False);
        await Open().RevokeAsync(id, Clock.Now.AddMinutes(15), CancellationToken.None);
        await Open().RevokeAsync(id, Clock.Now.AddMinutes(15), CancellationToken.None);

        Assert.That(await Open().IsRevokedAsync(id, CancellationToken.None), Is.True);
        Assert.That(await Open().IsRevokedAsync(id.ToUpperInvariant() + "x", CancellationToken.None), Is.False);
    }

    /// <summary>Many racing revocations of one token all succeed.</summary>
    [Test, Repeat(Rounds)]
    public async Task Racing_revocations_all_succeed()
    {
        var id = Secret.NewId();
        await RaceAsync(
            store => store.IsRevokedAsync(id, CancellationToken.None),
            async (store, _) =>
            {
                await store.RevokeAsync(id, Clock.Now.AddMinutes(15), CancellationToken.None);
                return true;
            });

        Assert.That(await Open().IsRevokedAsync(id, CancellationToken.None), Is.True);
    }
}
