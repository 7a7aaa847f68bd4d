using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.IdentityModel.Tokens;

namespace Attesto.Jose;

/// <summary>The signature algorithms that work in this process: those of .NET, and those of the <see cref="ICryptoProvider"/>s that are registered as services.
/// It also holds the keys that verify: by the JSON Web Key they came as, for as long as that one lives, and the latest of clients by what they say, for a host
/// may read its clients anew for each request.</summary>
internal sealed class SignatureAlgorithms
{
    private readonly ConditionalWeakTable<JsonWebKey, VerificationKey> _keys = [];
    private readonly ConditionalWeakTable<JsonWebKeySet, VerificationKeySet> _sets = [];
    private readonly RecentItems<JsonWebKey, VerificationKey> _latest = new(capacity: 4096);
    private readonly CryptoProviderFactory _factory;

    /// <summary>Finds out what works.</summary>
    /// <param name="providers">Those of the host and of packages, such as Attesto.EdDsa.</param>
    public SignatureAlgorithms(IEnumerable<ICryptoProvider> providers)
    {
        var registered = new RegisteredCryptoProviders([.. providers]);

        // The library's cache never lets go of a foreign key: it is off, here and at every call.
        _factory = new CryptoProviderFactory { CustomCryptoProvider = registered, CacheSignatureProviders = false };
        Supported = [.. JoseAlgorithms.Known.Where(algorithm => JoseAlgorithms.Platform.AsSpan().Contains(algorithm) || registered.IsSupportedAlgorithm(algorithm))];
        ClientDefaults = Only(JoseAlgorithms.Ps256, JoseAlgorithms.Es256, JoseAlgorithms.EdDsa, JoseAlgorithms.Ed25519);
    }

    /// <summary>Every algorithm that works here: what a DPoP proof may be signed with (RFC 9449 §5.1).</summary>
    internal ImmutableArray<string> Supported { get; }

    /// <summary>What clients may sign assertions and request objects with, unless configured otherwise: those of FAPI 2.0 §5.4.1.</summary>
    internal ImmutableArray<string> ClientDefaults { get; }

    internal bool IsSupported(string algorithm) => Supported.AsSpan().Contains(algorithm);

    /// <summary>The key, ready to verify; one that breaks a rule of <see cref="JsonWebKeyRules"/> verifies nothing.</summary>
    internal VerificationKey Find(JsonWebKey key) => _keys.GetValue(key, Open);

    /// <summary>The usable keys of a set.</summary>
    internal VerificationKeySet Find(JsonWebKeySet set) => _sets.GetValue(set, Open);

    /// <summary>True if one of our issuer's keys verifies the JWS: one of its <c>kid</c>, or any if it names none.</summary>
    internal bool Verifies(ImmutableArray<JsonWebKey> keys, CompactJws jws)
    {
        foreach (var key in keys)
        {
            if ((jws.KeyId is null || string.Equals(key.Kid, jws.KeyId, StringComparison.Ordinal)) && jws.IsSignedBy(Find(key)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A key that stands in a JWS: whoever keeps the JWS' header keeps it.</summary>
    internal VerificationKey Open(JsonWebKey key) => new(key, _factory);

    private VerificationKeySet Open(JsonWebKeySet set) => new(set.Keys.Select(FindLatest));

    private VerificationKey FindLatest(JsonWebKey json)
    {
        var hash = HashCode.Combine(json.X ?? json.N, json.Kid);
        if (_latest.Find(hash, json) is { } known)
        {
            return known;
        }

        var key = Open(json);
        if (key.IsSound)
        {
            _latest.Keep(hash, key)?.Release();
        }

        return key;
    }

    private ImmutableArray<string> Only(params ReadOnlySpan<string> algorithms)
    {
        var supported = ImmutableArray.CreateBuilder<string>(algorithms.Length);
        foreach (var algorithm in algorithms)
        {
            if (IsSupported(algorithm))
            {
                supported.Add(algorithm);
            }
        }

        return supported.DrainToImmutable();
    }

    /// <summary>The registered providers as one, since the library takes one.</summary>
    private sealed class RegisteredCryptoProviders(ImmutableArray<ICryptoProvider> providers) : ICryptoProvider
    {
        public bool IsSupportedAlgorithm(string algorithm, params object[] args) => providers.Any(provider => provider.IsSupportedAlgorithm(algorithm, args));

        public object Create(string algorithm, params object[] args) => providers.First(provider => provider.IsSupportedAlgorithm(algorithm, args)).Create(algorithm, args);

        public void Release(object cryptoInstance) => (cryptoInstance as IDisposable)?.Dispose();
    }
}
