using System.Text.Json;
using Attesto.Tests.Keys;
using Microsoft.IdentityModel.Tokens;
using NUnit.Framework;

namespace Attesto.Tests.Jose;

/// <summary>The library's cache of signature providers keeps every key it has seen; a stranger may bring as many as he likes.</summary>
public sealed class ForeignKeysTests
{
    [Test]
    public void Nothing_of_a_foreign_key_outlives_it()
    {
        var traces = Enumerable.Range(0, 20).Select(_ => Verify()).ToList();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.That(traces.Count(trace => trace.IsAlive), Is.LessThan(2), "one may still lie in a register");
    }

    [Test]
    public void The_providers_of_our_own_factory_are_not_cached()
    {
        Verify();
        Assert.That(CryptoProviderFactory.Default.CryptoProviderCache is InMemoryCryptoProviderCache cache && cache.TryGetSignatureProvider(
            JsonWebKey.Create(TestKeys.Es256.Json), "ES256", typeof(AsymmetricSignatureProvider).ToString(), willCreateSignatures: false, out _), Is.False);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Verify()
    {
        var stranger = TestKeys.NewEs256();
        Assert.That(Attesto.Jose.JsonWebKeyReader.TryRead(JsonElement.Parse(stranger.Json), out var key, out _), Is.True);
        Assert.That(Attesto.Jose.CompactJws.TryParse(Forge.Signed(stranger, """{"alg":"ES256"}""", "{}"), out var jws, out _), Is.True);
        Assert.That(jws!.IsSignedBy(TestKeys.Algorithms.Open(key!)), Is.True);
        return new WeakReference(key);
    }
}
